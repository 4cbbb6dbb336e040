package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.DnsType;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.Cidr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Questions, and what name servers say to them. */
final class Messages {
    static final int RECURSION_DESIRED = 0x0100;

    private Messages() {}

    /** A question of class IN as bytes. */
    static byte[] bytes(String name, int type, int flags) {
        StringBuilder hex = new StringBuilder(String.format("1234%04x0001000000000000", flags));
        for (String label : name.split("\\.")) {
            hex.append(String.format("%02x", label.length()));
            hex.append(HexFormat.of().formatHex(label.getBytes(StandardCharsets.US_ASCII)));
        }
        hex.append(String.format("00%04x0001", type));
        return HexFormat.of().parseHex(hex);
    }

    static DnsQuery query(String name, int type, int flags) {
        try {
            return DnsQuery.parse(bytes(name, type, flags));
        } catch (DnsFormatException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** For the IPv4 addresses of a name, as clients ask. */
    static DnsQuery query(String name) {
        return query(name, DnsType.A, RECURSION_DESIRED);
    }

    /** One address. @param ttl seconds */
    static byte[] reply(String name, int ttl) {
        return DnsReply.addresses(query(name), List.of(Cidr.parseAddress("192.0.2.80")), ttl, 512);
    }

    /** The same, marked as a part. */
    static byte[] truncated(String name) {
        byte[] part = reply(name, 60);
        part[2] |= 0x02;
        return part;
    }

    /** No records. */
    static byte[] failure(String name, ResponseCode code) {
        return DnsReply.empty(query(name), code, false);
    }

    /** NXDOMAIN with an SOA record of the root that says so many seconds. */
    static byte[] negative(String name, int minimum) {
        byte[] empty = DnsReply.empty(query(name), ResponseCode.NXDOMAIN, true);
        String soa = "00" + "00060001" + "00000e10" + "0016" + "0000" + "00000001".repeat(4)
                + String.format("%08x", minimum);
        byte[] record = HexFormat.of().parseHex(soa);
        byte[] reply = Arrays.copyOf(empty, empty.length + record.length);
        System.arraycopy(record, 0, reply, empty.length, record.length);
        reply[9] = 1;
        return reply;
    }
}
