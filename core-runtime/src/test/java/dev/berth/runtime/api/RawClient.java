package dev.berth.runtime.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that sends and reads bytes as the test says. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;

    RawClient(Path socket) {
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void endInput() {
        try {
            channel.shutdownOutput();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The next bytes as text, empty at the end. */
    String readSome(int most) {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        try {
            channel.read(buffer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    /** Everything up to and with {@code end}. */
    String readUntil(String end) {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            String some = readSome(1);
            if (some.isEmpty()) {
                throw new IllegalStateException("connection ended before '" + end + "': " + text);
            }
            text.append(some);
        }
        return text.toString();
    }

    String readAll() {
        StringBuilder text = new StringBuilder();
        for (String some = readSome(64 * 1024); !some.isEmpty(); some = readSome(64 * 1024)) {
            text.append(some);
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
