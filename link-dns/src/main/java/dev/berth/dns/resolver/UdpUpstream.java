package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A name server asked by UDP over one connected socket: the kernel drops what comes from elsewhere, and tells when
 * nobody listens there. Each question has an id of its own at random, and a reply must repeat the question.
 */
final class UdpUpstream implements Upstream {
    /** We ask for 1,232 bytes at most; what is longer than this is cut off, and then refused. */
    private static final int LARGEST_REPLY = 4_096;

    private static final int IDS = 0x10000;

    /** Docker's. */
    static final long TIMEOUT_MILLIS = 4_000;

    private final DatagramChannel channel;
    private final TogetherWriter writer;
    private final RandomIds random;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private boolean retired;

    private record Pending(byte[] query, Consumer<Optional<byte[]>> done, Future<?> timeout) {}

    /**
     * Takes the socket over.
     *
     * @param channel not registered yet; its namespace is the one asked from
     * @param loop whose thread calls this
     */
    UdpUpstream(Transport transport, DatagramChannel channel, EventLoop loop, InetSocketAddress server) {
        this.channel = channel;
        this.writer = new TogetherWriter(channel);
        this.random = new RandomIds();
        transport.readMany(channel.config(), LARGEST_REPLY);
        channel.config().setOption(ChannelOption.SO_RCVBUF, 1 << 20);
        channel.pipeline().addLast(new Replies());
        loop.register(channel);
        channel.connect(server).addListener(connected -> {
            if (!connected.isSuccess()) {
                failAll();
            }
        });
    }

    @Override
    public void ask(byte[] query, Consumer<Optional<byte[]>> done) {
        int id = freeId();
        byte[] message = query.clone();
        message[0] = (byte) (id >> 8);
        message[1] = (byte) id;
        Future<?> timeout =
                channel.eventLoop().schedule(() -> finish(id, Optional.empty()), TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        pending.put(id, new Pending(query, done, timeout));
        writer.write(channel.alloc().directBuffer(message.length).writeBytes(message))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        finish(id, Optional.empty());
                    }
                });
    }

    private int freeId() {
        int id = random.next();
        while (pending.containsKey(id)) {
            id = (id + 1) % IDS;
        }
        return id;
    }

    private void finish(int id, Optional<byte[]> reply) {
        Pending asked = pending.remove(id);
        if (asked != null) {
            asked.timeout().cancel(false);
            asked.done().accept(reply);
        }
        if (retired && pending.isEmpty()) {
            channel.close();
        }
    }

    private void received(byte[] reply) {
        if (reply.length < DnsQuery.HEADER) {
            return;
        }
        int id = (reply[0] & 0xff) << 8 | reply[1] & 0xff;
        Pending asked = pending.get(id);
        if (asked == null || !DnsReply.answers(asked.query(), reply)) {
            return;
        }
        reply[0] = asked.query()[0];
        reply[1] = asked.query()[1];
        finish(id, Optional.of(reply));
    }

    private void failAll() {
        List.copyOf(pending.keySet()).forEach(id -> finish(id, Optional.empty()));
    }

    @Override
    public void retire() {
        retired = true;
        if (pending.isEmpty()) {
            channel.close();
        }
    }

    @Override
    public void close() {
        channel.close();
        failAll();
    }

    private final class Replies extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            ByteBuf content = message instanceof DatagramPacket packet ? packet.content() : (ByteBuf) message;
            received(ByteBufUtil.getBytes(content));
        }

        /** Port or host unreachable: whoever waits need not wait longer. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failAll();
        }
    }
}
