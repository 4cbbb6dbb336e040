package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FdTest {
    @Test
    void pipe_carriesBytesAndEnds() {
        try (Pipe pipe = Pipes.create()) {
            assertThat(pipe.read().awaitReadable(Duration.ofMillis(1))).isFalse();
            pipe.write().write("xhello".getBytes(StandardCharsets.US_ASCII), 1, 5);

            byte[] buffer = new byte[10];
            assertThat(pipe.read().awaitReadable(Duration.ofSeconds(10))).isTrue();
            assertThat(pipe.read().read(buffer, 2, 8)).isEqualTo(5);
            assertThat(new String(buffer, 2, 5, StandardCharsets.US_ASCII)).isEqualTo("hello");
            pipe.write().close();
            assertThat(pipe.read().read(buffer, 0, 10)).isEqualTo(-1);
        }
    }

    @Test
    void close_twice_closesOnce() {
        Pipe first = Pipes.create();
        first.close();
        Pipe second = Pipes.create(); // very likely the same numbers
        first.close();

        second.write().write(new byte[1], 0, 1);
        assertThat(first.read().isOpen()).isFalse();
        assertThatThrownBy(() -> first.read().number()).isInstanceOf(IllegalStateException.class);
        second.close();
    }

    @Test
    void write_nobodyReads_isEpipe() {
        try (Pipe pipe = Pipes.create()) {
            pipe.read().close();

            assertThatThrownBy(() -> pipe.write().write(new byte[1], 0, 1))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Errno.EPIPE));
        }
    }

    @Test
    void duplicate_isAtLeastThatNumber() {
        try (Pipe pipe = Pipes.create();
                Fd copy = pipe.write().duplicate(500)) {
            assertThat(copy.number()).isGreaterThanOrEqualTo(500);
            pipe.write().close();
            copy.write(new byte[1], 0, 1);
            assertThat(pipe.read().awaitReadable(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void owned_negative_isRefused() {
        assertThatThrownBy(() -> Fd.owned(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
