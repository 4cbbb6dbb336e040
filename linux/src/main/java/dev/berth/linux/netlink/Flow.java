package dev.berth.linux.netlink;

import java.net.InetAddress;

/**
 * A connection that the kernel tracks.
 *
 * @param protocol number of the IP protocol: 6 = TCP, 17 = UDP, 132 = SCTP
 * @param source who began
 * @param sourcePort 0 if the protocol has no ports
 * @param destination whom they called, before any translation
 * @param destinationPort 0 if the protocol has no ports
 * @param answers who answers: another one than {@code destination} if that was translated
 * @param answersPort port there
 */
public record Flow(
        int protocol,
        InetAddress source,
        int sourcePort,
        InetAddress destination,
        int destinationPort,
        InetAddress answers,
        int answersPort) {
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int SCTP = 132;
}
