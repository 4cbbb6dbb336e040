package dev.berth.dns.resolver;

/** The nft rules inside a sandbox that bring port 53 of 127.0.0.11 to the resolver's sockets and back. */
final class RedirectRules {
    /** Where images look for DNS. */
    static final String ADDRESS = "127.0.0.11";

    private static final String TABLE = "table ip berth-dns";

    private RedirectRules() {}

    /**
     * Sets the rules where there are none, which nft refuses otherwise. Nothing is deleted, for the kernel lets whoever
     * deleted something and closes the context wait for about 10 ms.
     */
    static String create(int udpPort, int tcpPort) {
        return String.join(
                "\n",
                "create " + TABLE,
                TABLE + " {",
                " chain output {",
                "  type nat hook output priority -100; policy accept;",
                dnat("udp", udpPort),
                dnat("tcp", tcpPort),
                " }",
                " chain postrouting {",
                "  type nat hook postrouting priority 100; policy accept;",
                snat("udp", udpPort),
                snat("tcp", tcpPort),
                " }",
                "}",
                "");
    }

    /** Sets the rules in place of those of an earlier daemon. */
    static String replace(int udpPort, int tcpPort) {
        return clear() + create(udpPort, tcpPort);
    }

    /** Takes them away; none being there is no failure. */
    static String clear() {
        return TABLE + "\ndelete " + TABLE + "\n";
    }

    private static String dnat(String protocol, int port) {
        return "  ip daddr " + ADDRESS + " " + protocol + " dport 53 dnat to " + ADDRESS + ":" + port;
    }

    private static String snat(String protocol, int port) {
        return "  ip saddr " + ADDRESS + " " + protocol + " sport " + port + " snat to :53";
    }
}
