package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes one request and then holds back what follows until {@link #resume}: the next request of a connection that is
 * kept alive, or, if the connection is hijacked, raw input, which is passed on when this handler is removed.
 */
final class RequestDecoder extends HttpRequestDecoder {
    /** What may be held back before the connection is no longer read. */
    private static final int MOST_HELD = 64 * 1024;

    private static final int LONGEST_LINE = 64 * 1024;

    private boolean holding;

    RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_LINE)
                .setMaxChunkSize(LONGEST_LINE));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (holding) {
            if (buffer.readableBytes() > MOST_HELD) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        super.decode(ctx, buffer, out);
        holding = !out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent;
    }

    /** The end of the input is no reason to let go of what is held. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (holding && event instanceof ChannelInputShutdownEvent) {
            ctx.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    /** Goes on with the next request; called on the event loop. */
    void resume(ChannelHandlerContext own) {
        holding = false;
        try {
            channelRead(own, Unpooled.EMPTY_BUFFER);
            channelReadComplete(own);
        } catch (Exception failure) {
            own.fireExceptionCaught(failure);
        }
        own.channel().config().setAutoRead(true);
    }
}
