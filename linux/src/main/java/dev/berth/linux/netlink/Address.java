package dev.berth.linux.netlink;

import java.net.InetAddress;

/**
 * An address on an interface.
 *
 * @param index of the interface
 * @param address without scope id
 * @param prefix length, 0..32 or 0..128
 */
public record Address(int index, InetAddress address, int prefix) {}
