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
import java.util.concurrent.Executor;

/** One engine's connection: its requests are answered one after the other. */
final class PluginConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final PluginRouter router;
    private final Executor calls;

    PluginConnection(PluginRouter router, Executor calls) {
        this.router = router;
        this.calls = calls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        String path = request.uri();
        byte[] body = ByteBufUtil.getBytes(request.content());
        if (request.decoderResult().isFailure() || !request.method().equals(HttpMethod.POST)) {
            respond(
                    ctx,
                    new PluginRouter.Answer(
                            400, "only POST is understood".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    false);
            return;
        }
        calls.execute(() -> respond(ctx, router.answer(path, body), keep));
    }

    private static void respond(ChannelHandlerContext ctx, PluginRouter.Answer answer, boolean keep) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, PluginJson.CONTENT_TYPE);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        if (keep) {
            ctx.writeAndFlush(response).addListener(done -> ctx.read());
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
