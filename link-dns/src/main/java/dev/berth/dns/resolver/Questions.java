package dev.berth.dns.resolver;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.DnsType;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.plugin.name.NameAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers the questions of one sandbox: its own names at once, everything else by asking elsewhere. */
final class Questions {
    private static final String BERTH = "berth";
    private static final int TCP_LIMIT = 65_535;
    private static final NameAnswer NOT_OURS = new NameAnswer.NotOurs();

    /** What a validating resolver asks of top level domains. */
    private static final Set<Integer> ASKED_OF_TOP_LEVELS = Set.of(DnsType.NS, DnsType.SOA, DnsType.DS, DnsType.DNSKEY);

    private final Supplier<NameTable> table;
    private final Supplier<Lookup> lookup;
    private final Forwarder forwarder;
    private final QuestionLog log;
    private final Random random;

    /** @param random only for the order of addresses, so that clients spread */
    Questions(Supplier<NameTable> table, Supplier<Lookup> lookup, Forwarder forwarder, QuestionLog log, Random random) {
        this.table = table;
        this.lookup = lookup;
        this.forwarder = forwarder;
        this.log = log;
        this.random = random;
    }

    /**
     * Answers; calls {@code reply} once, unless the bytes do not even have an id or are themselves a reply.
     *
     * @param tcp whether the asker can take a long reply
     */
    void ask(byte[] message, boolean tcp, Consumer<byte[]> reply) {
        long began = System.nanoTime();
        DnsQuery query;
        try {
            query = DnsQuery.parse(message);
        } catch (DnsFormatException notAQuery) {
            if (message.length >= DnsQuery.HEADER && (message[2] & 0x80) == 0) {
                reply.accept(DnsReply.formatError(message));
            }
            return;
        }
        Forwarder.Reply logged = (answer, from) -> {
            log.add(query, answer, from, System.nanoTime() - began);
            reply.accept(answer);
        };
        try {
            answer(query, tcp, logged);
        } catch (RuntimeException failure) {
            CalmLog.DNS.warn("a question could not be answered", failure);
            reply.accept(DnsReply.empty(query, ResponseCode.SERVFAIL, false));
        }
    }

    private void answer(DnsQuery query, boolean tcp, Forwarder.Reply reply) {
        if (query.opcode() != 0) {
            reply.accept(DnsReply.empty(query, ResponseCode.NOTIMP, false), BERTH);
            return;
        }
        Lookup sandbox = lookup.get();
        int ttl = sandbox.sandbox().ttlSeconds();
        int limit = tcp ? TCP_LIMIT : query.maxReply();
        NameAnswer known = query.qclass() == DnsType.CLASS_IN
                ? sandbox.resolve(table.get(), query.name(), DnsType.word(query.type()))
                : NOT_OURS;
        if (known instanceof NameAnswer.Addresses ours) {
            reply.accept(DnsReply.addresses(query, shuffled(ours.addresses()), ttl, limit), BERTH);
        } else if (known instanceof NameAnswer.Names ours) {
            reply.accept(DnsReply.names(query, ours.names(), ttl, limit), BERTH);
        } else if (known instanceof NameAnswer.Services ours) {
            reply.accept(DnsReply.services(query, shuffled(ours.services()), ttl, limit), BERTH);
        } else if (known instanceof NameAnswer.NoData) {
            reply.accept(DnsReply.empty(query, ResponseCode.NOERROR, true), BERTH);
        } else if (sandbox.sandbox().internal() || isForNobodyElse(query)) {
            reply.accept(DnsReply.empty(query, ResponseCode.NXDOMAIN, false), BERTH);
        } else {
            forwarder.forward(query, tcp, limit, reply);
        }
    }

    /** A name of one label is a container's, or nobody's: what containers are called is not told elsewhere. */
    private static boolean isForNobodyElse(DnsQuery query) {
        return !query.name().isEmpty() && query.name().indexOf('.') < 0 && !ASKED_OF_TOP_LEVELS.contains(query.type());
    }

    private <T> List<T> shuffled(List<T> records) {
        if (records.size() < 2) {
            return records;
        }
        List<T> order = new ArrayList<>(records);
        Collections.shuffle(order, random);
        return order;
    }
}
