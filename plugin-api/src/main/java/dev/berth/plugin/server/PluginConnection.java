package dev.berth.plugin.server;

import dev.berth.plugin.wire.PluginJson;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** One engine's connection: its requests are answered one after the other. */
final class PluginConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Requests that an engine may send ahead before its connection is no longer read. */
    private static final int MOST_WAITING = 16;

    private static final PluginRouter.Answer NOT_UNDERSTOOD =
            new PluginRouter.Answer(400, "only POST is understood".getBytes(StandardCharsets.UTF_8));

    private final PluginRouter router;
    private final Executor calls;

    /** In the order in which they came; as all state here, the event loop's alone. */
    private final Deque<Request> waiting = new ArrayDeque<>();

    private boolean busy;

    private record Request(String path, byte[] body, boolean keep) {}

    PluginConnection(PluginRouter router, Executor calls) {
        this.router = router;
        this.calls = calls;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean understood =
                request.decoderResult().isSuccess() && request.method().equals(HttpMethod.POST);
        waiting.add(new Request(
                understood ? request.uri() : "",
                ByteBufUtil.getBytes(request.content()),
                understood && HttpUtil.isKeepAlive(request)));
        if (waiting.size() > MOST_WAITING) {
            ctx.channel().config().setAutoRead(false);
        }
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        Request request = busy ? null : waiting.poll();
        if (request == null) {
            return;
        }
        busy = true;
        calls.execute(() -> {
            PluginRouter.Answer answer =
                    request.path().isEmpty() ? NOT_UNDERSTOOD : router.answer(request.path(), request.body());
            ctx.executor().execute(() -> respond(ctx, answer, request.keep()));
        });
    }

    private void respond(ChannelHandlerContext ctx, PluginRouter.Answer answer, boolean keep) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, PluginJson.CONTENT_TYPE);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        if (keep) {
            ctx.writeAndFlush(response);
            busy = false;
            ctx.channel().config().setAutoRead(waiting.size() <= MOST_WAITING);
            next(ctx);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
