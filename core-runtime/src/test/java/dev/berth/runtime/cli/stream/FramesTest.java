package dev.berth.runtime.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static byte[] frame(int stream, byte[] data) {
        return ByteBuffer.allocate(8 + data.length)
                .put((byte) stream)
                .put(new byte[3])
                .putInt(data.length)
                .put(data)
                .array();
    }

    private void split(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        Frames.split(new ByteArrayInputStream(all.toByteArray()), out, err);
    }

    @Test
    void split_bothStreams_goToTheirOwn() throws IOException {
        byte[] large = new byte[100_000];
        large[99_999] = 1;
        split(
                frame(1, large),
                frame(2, "bad".getBytes(StandardCharsets.UTF_8)),
                frame(1, new byte[0]),
                frame(1, new byte[] {2}));
        assertThat(out.toByteArray()).hasSize(100_001).endsWith(1, 2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("bad");
    }

    @Test
    void split_endInsideAFrame_isAFailure() {
        assertThatThrownBy(() -> split(new byte[] {1, 0, 0, 0, 0, 0, 0, 9, 1})).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> split(new byte[] {1, 0, 0})).isInstanceOf(EOFException.class);
    }

    @Test
    void split_failureOfTheEngine_isTold() {
        assertThatThrownBy(() -> split(frame(3, "gone".getBytes(StandardCharsets.UTF_8))))
                .hasMessage("error from daemon in stream: gone");
    }
}
