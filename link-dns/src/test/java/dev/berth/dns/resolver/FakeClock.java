package dev.berth.dns.resolver;

import java.util.PriorityQueue;

/** Time that passes only when it is told to. */
final class FakeClock implements Clockwork {
    private record Alarm(long at, long order, Runnable body) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private long now = 5_000_000_000L;
    private long order;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Runnable after(long millis, Runnable body) {
        Alarm alarm = new Alarm(now + millis * 1_000_000, order++, body);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    void pass(long millis) {
        long end = now + millis * 1_000_000;
        while (!alarms.isEmpty() && alarms.peek().at() <= end) {
            Alarm next = alarms.remove();
            now = next.at();
            next.body().run();
        }
        now = end;
    }

    int waiting() {
        return alarms.size();
    }
}
