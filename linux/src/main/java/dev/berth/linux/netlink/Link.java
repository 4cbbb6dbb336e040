package dev.berth.linux.netlink;

import java.util.OptionalInt;

/**
 * A network interface.
 *
 * @param index its number in its namespace, 1 or more
 * @param name 1..15 characters
 * @param flags {@code IFF_*} of {@code linux/if.h}
 * @param mtu bytes
 * @param mac hardware address such as {@code 02:42:ac:11:00:02}; empty if it has none
 * @param kind such as {@code bridge}, {@code veth}; empty for hardware and loopback
 * @param master index of the bridge it is a port of
 * @param peer index, in the namespace where it is, of the other end of a veth pair
 */
public record Link(
        int index, String name, int flags, int mtu, String mac, String kind, OptionalInt master, OptionalInt peer) {
    private static final int IFF_UP = 1;
    private static final int IFF_RUNNING = 0x40;

    /** Whether it was set up. */
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /** Whether it is up and can pass packets; a bridge without a running port cannot. */
    public boolean isRunning() {
        return (flags & IFF_RUNNING) != 0;
    }
}
