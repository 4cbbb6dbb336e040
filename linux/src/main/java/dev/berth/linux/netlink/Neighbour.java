package dev.berth.linux.netlink;

import java.net.InetAddress;

/**
 * An entry of the ARP or neighbour discovery table.
 *
 * @param index of the interface
 * @param address who
 * @param mac where, such as {@code 02:42:ac:11:00:02}; empty while unknown
 * @param state {@code NUD_*} of {@code linux/neighbour.h}
 */
public record Neighbour(int index, InetAddress address, String mac, int state) {
    /** Never forgotten. */
    public static final int PERMANENT = 0x80;
}
