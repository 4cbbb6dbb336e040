package dev.berth.dns.resolver;

/** The nft rules inside a sandbox that bring port 53 of 127.0.0.11 to the resolver's sockets and back. */
final class RedirectRules {
    /** Where images look for DNS. */
    static final String ADDRESS = "127.0.0.11";

    private static final String TABLE = "table ip berth-dns";

    private RedirectRules() {}

    /** Sets the rules, in place of those of an earlier daemon. */
    static String set(int udpPort, int tcpPort) {
        return String.join(
                "\n",
                TABLE,
                "delete " + TABLE,
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
