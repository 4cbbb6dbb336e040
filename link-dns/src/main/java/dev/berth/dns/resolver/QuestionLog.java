package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsType;
import dev.berth.dns.wire.ReplyRecords;
import dev.berth.plugin.name.NameDiagnostics.Subscription;
import dev.berth.plugin.name.NameQuery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A sandbox's last questions, and who wants to be told of the next ones. Words are made only when somebody reads. */
final class QuestionLog {
    static final int REMEMBERED = 64;

    private final Deque<Entry> entries = new ArrayDeque<>(REMEMBERED);
    /** Of all questions so far; guarded by {@link #entries}. */
    private long count;

    private final List<Consumer<NameQuery>> listeners = new CopyOnWriteArrayList<>();

    private record Entry(long number, long endedMillis, DnsQuery query, byte[] reply, String from, long nanos) {
        NameQuery told() {
            return new NameQuery(
                    number,
                    Instant.ofEpochMilli(endedMillis),
                    query.name(),
                    DnsType.word(query.type()),
                    ReplyRecords.describe(reply),
                    from,
                    nanos / 1_000);
        }
    }

    /** Remembers a question that was answered. @param nanos it took */
    void add(DnsQuery query, byte[] reply, String from, long nanos) {
        Entry entry;
        synchronized (entries) {
            entry = new Entry(++count, System.currentTimeMillis(), query, reply, from, nanos);
            if (entries.size() == REMEMBERED) {
                entries.removeFirst();
            }
            entries.addLast(entry);
        }
        if (!listeners.isEmpty()) {
            NameQuery told = entry.told();
            listeners.forEach(listener -> listener.accept(told));
        }
    }

    /** Oldest first. */
    List<NameQuery> recent() {
        synchronized (entries) {
            return entries.stream().map(Entry::told).toList();
        }
    }

    Subscription watch(Consumer<NameQuery> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
