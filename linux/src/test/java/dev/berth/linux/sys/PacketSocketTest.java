package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PacketSocketTest {
    private static final String SENT = "sent";
    private static final String ENDED = "ended";

    @TempDir
    Path directory;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private PacketLoop loop;
    private PacketSocket socket;
    private Fd other;

    @BeforeEach
    void connect() {
        Path path = directory.resolve("socket");
        loop = new PacketLoop("packets-under-test");
        try (Fd listening = Sockets.open(Sockets.AF_UNIX, Sockets.SOCK_SEQPACKET, 0)) {
            Sockets.bind(listening, address(path));
            Sockets.listen(listening, 1);
            socket = loop.add(UnixSockets.connectSeqPacket(path), new Hearing());
            other = Sockets.accept(listening);
        }
    }

    @AfterEach
    void close() {
        loop.close();
        other.close();
    }

    private static byte[] address(Path path) {
        byte[] name = Syscalls.cString(path);
        return ByteBuffer.allocate(2 + name.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Sockets.AF_UNIX)
                .put(name)
                .array();
    }

    private final class Hearing implements PacketReceiver {
        @Override
        public void packet(byte[] buffer, int length) {
            heard.add(new String(buffer, 0, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void sent() {
            heard.add(SENT);
        }

        @Override
        public void ended() {
            heard.add(ENDED);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> hear(int count) throws InterruptedException {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = heard.poll(30, TimeUnit.SECONDS);
        }
        return Arrays.asList(all);
    }

    @Test
    void packets_keepOrderAndBounds_andTheEndComesOnce() throws Exception {
        Sockets.send(other, ascii("one"));
        Sockets.send(other, ascii("two"));
        other.close();
        socket.reading(true);

        assertThat(hear(3)).containsExactly("one", "two", ENDED);
        assertThat(heard.poll()).isNull();
    }

    /** The kernel tells of the reset before it gives what was sent ahead of it. */
    @Test
    void packets_ofOneThatEndsWithoutReadingAll_arriveFirst() throws Exception {
        socket.send(ascii("never read"));
        assertThat(hear(1)).containsExactly(SENT);
        Sockets.send(other, ascii("last words"));
        Sockets.send(other, ascii("and more"));
        other.close();
        socket.reading(true);

        assertThat(hear(3)).containsExactly("last words", "and more", ENDED);
    }

    @Test
    void send_toOneThatIsGone_isDropped() throws Exception {
        other.close();
        socket.send(ascii("to nobody"));

        assertThat(hear(1)).containsExactly(SENT);
        assertThat(socket.waiting()).isZero();
    }
}
