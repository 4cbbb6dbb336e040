package dev.berth.plugin.client;

import dev.berth.plugin.wire.PluginJson;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.enxio.channels.NativeSelectorProvider;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/** One connection to a plugin, for one call at a time; every wait of it ends by a deadline. */
final class UnixConnection implements AutoCloseable {
    private final UnixSocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer input = ByteBuffer.allocate(8192).flip();
    private boolean reusable = true;

    private UnixConnection(UnixSocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    static UnixConnection open(Path socket, Deadline deadline) throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.create();
        try {
            channel.configureBlocking(false);
            connect(channel, socket, deadline);
            Selector selector = NativeSelectorProvider.getInstance().openSelector();
            return new UnixConnection(channel, selector, channel.register(selector, 0));
        } catch (SocketTimeoutException late) {
            channel.close();
            throw late;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw new PluginTransport.NotSentException("connect to " + socket + ": " + failure.getMessage(), failure);
        }
    }

    /** A plugin whose backlog is full refuses without waiting; it is asked again until the deadline. */
    private static void connect(UnixSocketChannel channel, Path socket, Deadline deadline) throws IOException {
        UnixSocketAddress address = new UnixSocketAddress(socket.toFile());
        while (!tryConnect(channel, address, deadline)) {
            try {
                Thread.sleep(Math.min(5, deadline.left()));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }

    private static boolean tryConnect(UnixSocketChannel channel, UnixSocketAddress address, Deadline deadline)
            throws IOException {
        try {
            return channel.connect(address);
        } catch (IOException failure) {
            String why = String.valueOf(failure.getMessage());
            if (!why.contains("temporarily unavailable")) {
                throw failure;
            }
            return deadline.left() < 0;
        }
    }

    /** True if the plugin has closed it, or sent what nobody asked for. */
    boolean isEnded() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return channel.read(one) != 0;
    }

    boolean isReusable() {
        return reusable;
    }

    PluginTransport.Answer exchange(String path, byte[] body, Deadline deadline) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: plugin.berth.localhost\r\nAccept: " + PluginJson.CONTENT_TYPE
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer output = ByteBuffer.allocate(start.length + body.length)
                .put(start)
                .put(body)
                .flip();
        while (output.hasRemaining()) {
            if (channel.write(output) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
        HttpAnswer answer = new HttpAnswer(() -> read(deadline));
        PluginTransport.Answer whole = answer.read();
        reusable = answer.keepsAlive() && !input.hasRemaining();
        return whole;
    }

    /** The next byte, -1 at the end. */
    private int read(Deadline deadline) throws IOException {
        while (!input.hasRemaining()) {
            input.clear();
            int count = channel.read(input);
            input.flip();
            if (count < 0) {
                return -1;
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, deadline);
            }
        }
        deadline.left();
        return input.get() & 0xff;
    }

    private void await(int operation, Deadline deadline) throws IOException {
        key.interestOps(operation);
        selector.select(deadline.left());
        selector.selectedKeys().clear();
        deadline.left();
        if (!channel.isOpen()) {
            throw new EOFException("connection closed");
        }
    }

    @Override
    public void close() throws IOException {
        key.cancel();
        selector.close();
        channel.close();
    }
}
