import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A name server for benchmarks: one address for every name, as fast as one thread can say so. Answers for names that
 * begin with {@code once} hold no time.
 *
 * <p>{@code java DnsStub.java ADDRESS TTL-SECONDS}; listens on port 53 of the address.
 */
final class DnsStub {
    private static final int HEADER = 12;

    private DnsStub() {}

    public static void main(String[] words) throws IOException {
        int ttl = Integer.parseInt(words[1]);
        ByteBuffer message = ByteBuffer.allocateDirect(4096);
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.bind(new InetSocketAddress(words[0], 53));
            while (true) {
                message.clear();
                SocketAddress asker = socket.receive(message);
                message.flip();
                answer(message, message.get(HEADER + 1) == 'o' && message.get(HEADER + 2) == 'n' ? 0 : ttl);
                socket.send(message, asker);
            }
        }
    }

    /** Turns the question into its reply, where it lies. */
    private static void answer(ByteBuffer message, int ttl) {
        int end = HEADER;
        while (message.get(end) != 0) {
            end += message.get(end) + 1;
        }
        end += 5;
        message.limit(message.capacity()).position(2);
        message.putShort((short) 0x8580);
        message.putShort((short) 1).putShort((short) 1).putInt(0);
        message.position(end);
        message.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
        message.putInt(ttl).putShort((short) 4).putInt(0x0a000001);
        message.flip();
    }
}
