package dev.berth.dns.resolver;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Time on the event loop. */
interface Clockwork {
    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Has the body run later, on the event loop. @return what prevents it */
    Runnable after(long millis, Runnable body);

    /** The loop's own. */
    static Clockwork of(EventLoop loop) {
        return new Clockwork() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Runnable after(long millis, Runnable body) {
                Future<?> scheduled = loop.schedule(body, millis, TimeUnit.MILLISECONDS);
                return () -> scheduled.cancel(false);
            }
        };
    }
}
