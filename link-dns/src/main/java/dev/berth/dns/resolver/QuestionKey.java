package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsQuery;

/**
 * What makes two questions the same, so that one answer serves both.
 *
 * @param name lower case
 * @param shape see {@link DnsQuery#shape}
 */
record QuestionKey(String name, int type, int qclass, int shape) {
    static QuestionKey of(DnsQuery query) {
        return new QuestionKey(query.name(), query.type(), query.qclass(), query.shape());
    }
}
