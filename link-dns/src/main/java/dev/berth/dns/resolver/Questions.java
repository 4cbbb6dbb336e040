package dev.berth.dns.resolver;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.DnsType;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.name.NameAnswer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers the questions of one sandbox: its own names at once, everything else by asking upstream. */
final class Questions {
    /** Docker's. */
    static final int TTL_SECONDS = 600;

    private static final int TCP_LIMIT = 65_535;

    private final Supplier<NameTable> table;
    private final Supplier<Lookup> lookup;
    private final Forwarder forwarder;
    private final Random random;

    /** @param random only for the order of addresses, so that clients spread */
    Questions(Supplier<NameTable> table, Supplier<Lookup> lookup, Forwarder forwarder, Random random) {
        this.table = table;
        this.lookup = lookup;
        this.forwarder = forwarder;
        this.random = random;
    }

    /**
     * Answers; always calls {@code reply} once, unless the bytes do not even have an id.
     *
     * @param tcp whether the asker can take a long reply
     */
    void ask(byte[] message, boolean tcp, Consumer<byte[]> reply) {
        DnsQuery query;
        try {
            query = DnsQuery.parse(message);
        } catch (DnsFormatException notAQuery) {
            if (message.length >= DnsQuery.HEADER && (message[2] & 0x80) == 0) {
                reply.accept(DnsReply.formatError(message));
            }
            return;
        }
        if (query.opcode() != 0) {
            reply.accept(DnsReply.empty(query, ResponseCode.NOTIMP, false));
            return;
        }
        answer(query, message, tcp, reply);
    }

    private void answer(DnsQuery query, byte[] message, boolean tcp, Consumer<byte[]> reply) {
        Lookup sandbox = lookup.get();
        int limit = tcp ? TCP_LIMIT : query.maxReply();
        NameAnswer known = query.qclass() == DnsType.CLASS_IN
                ? sandbox.resolve(table.get(), query.name(), DnsType.word(query.type()))
                : new NameAnswer.NotOurs();
        if (known instanceof NameAnswer.Addresses ours) {
            reply.accept(DnsReply.addresses(query, shuffled(ours.addresses()), TTL_SECONDS, limit));
        } else if (known instanceof NameAnswer.Names ours) {
            reply.accept(DnsReply.names(query, ours.names(), TTL_SECONDS, limit));
        } else if (known instanceof NameAnswer.NoData) {
            reply.accept(DnsReply.empty(query, ResponseCode.NOERROR, true));
        } else if (sandbox.sandbox().internal()) {
            reply.accept(DnsReply.empty(query, ResponseCode.NXDOMAIN, false));
        } else {
            forwarder.forward(query, message, tcp, reply);
        }
    }

    private List<InetAddress> shuffled(List<InetAddress> addresses) {
        if (addresses.size() < 2) {
            return addresses;
        }
        List<InetAddress> order = new ArrayList<>(addresses);
        Collections.shuffle(order, random);
        return order;
    }
}
