package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalmLogTest {
    private static final int FLOOD = 100_000;

    /** Remembers lines. */
    private static final class Lines implements System.Logger {
        private final List<String> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle words, @Nullable String message, @Nullable Throwable why) {
            lines.add(String.valueOf(message));
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle words, @Nullable String format, Object... values) {
            lines.add(String.valueOf(format));
        }
    }

    @Test
    void warn_aFlood_isALineASecondAtMost_whichSaysHowManyWereLeftOut() {
        Lines lines = new Lines();
        CalmLog log = new CalmLog(lines);
        long began = System.nanoTime();
        for (int i = 0; i < FLOOD; i++) {
            log.warn("a packet", new IllegalStateException("broken"));
        }
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

        assertThat(lines.lines).hasSizeBetween(1, (int) seconds + 2);
        assertThat(lines.lines.get(0)).isEqualTo("dns: a packet: java.lang.IllegalStateException: broken");
    }
}
