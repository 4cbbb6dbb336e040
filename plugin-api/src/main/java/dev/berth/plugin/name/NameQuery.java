package dev.berth.plugin.name;

import java.time.Instant;

/**
 * A question that a sandbox asked, and what became of it.
 *
 * @param number of the sandbox's questions, the first is 1; they begin anew when the service does
 * @param name lower case, no trailing dot
 * @param type {@code A}, {@code AAAA} and so on, or {@code TYPE} and a number
 * @param answer what the reply says in words: records, or {@code NXDOMAIN}, {@code NODATA}, {@code SERVFAIL}
 * @param from {@code berth}, {@code cache}, {@code stale}, or the server that was asked
 * @param microseconds from the question's arrival to the reply's departure
 */
public record NameQuery(
        long number, Instant time, String name, String type, String answer, String from, long microseconds) {}
