package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One question and its reply over a TCP connection of its own. Used on the event loop only. */
final class TcpExchange extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int MAX_MESSAGE = 65_535;

    private final byte[] query;
    private final Consumer<Optional<byte[]>> done;
    private boolean finished;

    private TcpExchange(byte[] query, Consumer<Optional<byte[]>> done) {
        this.query = query;
        this.done = done;
    }

    /**
     * Asks.
     *
     * @param channel not registered yet; its namespace is the one asked from; closed at the end
     * @param done called once, on the event loop: the reply, or nothing if none came in time
     */
    static void start(
            SocketChannel channel, EventLoop loop, InetSocketAddress server, long timeoutMillis, Request request) {
        TcpExchange exchange = new TcpExchange(request.query(), request.done());
        channel.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(MAX_MESSAGE + 2, 0, 2, 0, 2))
                .addLast(new LengthFieldPrepender(2))
                .addLast(exchange);
        Future<?> clock = loop.schedule(() -> channel.close(), timeoutMillis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> {
            clock.cancel(false);
            exchange.finish(Optional.empty());
        });
        loop.register(channel);
        channel.connect(server).addListener(connected -> {
            if (!connected.isSuccess()) {
                channel.close();
            }
        });
    }

    /** What is asked and who is told. */
    record Request(byte[] query, Consumer<Optional<byte[]>> done) {}

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.wrappedBuffer(query));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        byte[] reply = ByteBufUtil.getBytes(message);
        boolean fits = DnsReply.answers(query, reply) && reply[0] == query[0] && reply[1] == query[1];
        finish(fits ? Optional.of(reply) : Optional.empty());
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void finish(Optional<byte[]> reply) {
        if (!finished) {
            finished = true;
            done.accept(reply);
        }
    }
}
