package dev.berth.dns.resolver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Questions and replies by TCP: each message after its length in two bytes. A connection is closed that says nothing
 * whole for some seconds, and when a sandbox has too many the one that has been silent longest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7766">RFC 7766</a>
 */
@ChannelHandler.Sharable
final class TcpQuestions extends ChannelInitializer<Channel> {
    static final int MAX_CONNECTIONS = 128;
    private static final int MAX_MESSAGE = 65_535;
    private static final long IDLE_SECONDS = 10;

    private final Questions questions;

    /** Open connections, the one that said something longest ago first; touched on the event loop only. */
    private final Set<Channel> connections = new LinkedHashSet<>();

    TcpQuestions(Questions questions) {
        this.questions = questions;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (connections.size() >= MAX_CONNECTIONS) {
            connections.iterator().next().close();
        }
        connections.add(channel);
        channel.closeFuture().addListener(closed -> connections.remove(channel));
        channel.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(MAX_MESSAGE + 2, 0, 2, 0, 2))
                .addLast(new LengthFieldPrepender(2))
                .addLast(new Connection());
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        private @Nullable Future<?> idle;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            restartClock(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            restartClock(context);
            if (connections.remove(context.channel())) {
                connections.add(context.channel());
            }
            questions.ask(
                    ByteBufUtil.getBytes(message), true, reply -> context.writeAndFlush(Unpooled.wrappedBuffer(reply)));
        }

        /** Who does not read the replies is not read from either. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stopClock();
        }

        private void restartClock(ChannelHandlerContext context) {
            stopClock();
            idle = context.executor().schedule(() -> context.close(), IDLE_SECONDS, TimeUnit.SECONDS);
        }

        private void stopClock() {
            if (idle != null) {
                idle.cancel(false);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
