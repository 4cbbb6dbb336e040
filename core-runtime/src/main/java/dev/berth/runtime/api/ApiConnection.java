package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.event.StepTimes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: takes its requests one after the other to their routes. Everything in it happens on the
 * connection's event loop, but for the handlers.
 */
final class ApiConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ApiConnection.class);

    private final RouteTable routes;
    private final Executor workers;
    private final Map<String, String> common;
    private final RequestDecoder decoder;
    private final HttpResponseEncoder encoder;

    private @Nullable RequestBody body;
    private @Nullable StreamedResponse stream;
    private boolean bodyComplete;
    private boolean busy;
    private boolean replied;
    private boolean upgrade;
    private boolean lastRequest;
    private boolean inputEnded;

    /** @param common headers of every answer */
    ApiConnection(
            RouteTable routes,
            Executor workers,
            Map<String, String> common,
            RequestDecoder decoder,
            HttpResponseEncoder encoder) {
        this.routes = routes;
        this.workers = workers;
        this.common = common;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                begin(ctx, request);
            }
            RequestBody receiver = body;
            if (message instanceof HttpContent content && receiver != null) {
                receiver.data(content.content());
                if (message instanceof LastHttpContent) {
                    bodyComplete = true;
                    receiver.complete();
                    nextIfDone(ctx);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        busy = true;
        replied = false;
        bodyComplete = false;
        stream = null;
        upgrade = request.headers().contains("Upgrade");
        lastRequest = !HttpUtil.isKeepAlive(request) || request.decoderResult().isFailure();
        boolean chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        Reply reply = new Reply(this, ctx, request.method(), chunked);
        try {
            if (request.decoderResult().isFailure()) {
                throw new HttpFailure(
                        400,
                        "malformed request: " + request.decoderResult().cause().getMessage());
            }
            RequestTarget target = RequestTarget.parse(request.uri());
            RouteTable.Match match = routes.find(request.method(), target.path())
                    .orElseThrow(() -> new EngineException.NotFound("page not found"));
            body = receiver(ctx, request, target, match, reply);
        } catch (RuntimeException failure) {
            body = new CollectedBody(all -> reply.fail(failure));
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private RequestBody receiver(
            ChannelHandlerContext ctx, HttpRequest head, RequestTarget target, RouteTable.Match match, Reply reply) {
        HttpHeaders headers = head.headers().copy();
        if (match.route().body() == Route.Body.STREAMED) {
            StreamedBody streamed =
                    new StreamedBody(wanted -> ctx.channel().config().setAutoRead(wanted));
            run(match, request(head, headers, target, match, new byte[0], streamed), reply);
            return streamed;
        }
        return new CollectedBody(whole -> {
            try {
                byte[] bytes = whole.bytes();
                run(match, request(head, headers, target, match, bytes, InputStream.nullInputStream()), reply);
            } catch (HttpFailure tooLarge) {
                reply.fail(tooLarge);
            }
        });
    }

    private static ApiRequest request(
            HttpRequest head,
            HttpHeaders headers,
            RequestTarget target,
            RouteTable.Match match,
            byte[] json,
            InputStream stream) {
        return new ApiRequest(
                head.method(), target.path(), target.version(), target.query(), headers, match.names(), json, stream);
    }

    private void run(RouteTable.Match match, ApiRequest request, Reply reply) {
        StepTimes times = StepTimes.begin();
        workers.execute(() -> {
            times.done("queued");
            try (InputStream unread = request.stream()) {
                match.route().handler().handle(request, reply);
                if (!reply.isBegun() && unread != null) {
                    throw new IllegalStateException("no answer to " + request.method() + " " + request.path());
                }
            } catch (Exception | Error failure) {
                reply.fail(failure);
            }
            LOG.debug("action=request method={} path={} {}", request.method(), request.path(), times);
        });
    }

    /** The reply is complete, as far as this side is concerned. */
    void replied(ChannelHandlerContext ctx) {
        replied = true;
        stream = null;
        nextIfDone(ctx);
    }

    private void nextIfDone(ChannelHandlerContext ctx) {
        if (!busy || !replied || !bodyComplete) {
            return;
        }
        busy = false;
        body = null;
        if (lastRequest) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.executor().execute(() -> next(ctx));
        }
    }

    /** Not from within the decoder's own call, which it could not bear. */
    private void next(ChannelHandlerContext ctx) {
        ChannelHandlerContext own = ctx.pipeline().context(decoder);
        if (own != null) {
            decoder.resume(own);
            closeIfOver(ctx);
        }
    }

    /** A client that has closed its side gets the answers to what it asked before. */
    private void closeIfOver(ChannelHandlerContext ctx) {
        if (inputEnded && !busy) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            cutBody(ctx);
            if (stream != null) {
                stream.inputEnded();
            }
            closeIfOver(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cutBody(ctx);
        if (stream != null) {
            stream.changed();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (stream != null) {
            stream.changed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void cutBody(ChannelHandlerContext ctx) {
        if (busy && !bodyComplete && body != null) {
            bodyComplete = true;
            lastRequest = true;
            body.cut();
            nextIfDone(ctx);
        }
    }

    /** What every answer says. */
    HttpHeaders commonHeaders() {
        HttpHeaders headers = new DefaultHttpHeaders();
        common.forEach(headers::set);
        return headers;
    }

    void streaming(StreamedResponse response) {
        stream = response;
        if (inputEnded) {
            response.inputEnded();
        }
    }

    /** Takes the connection out of HTTP, and itself out of the connection. */
    void hijack(ChannelHandlerContext ctx, HttpHeaders head, HijackedInput input, Consumer<HijackedConnection> ready) {
        HijackedConnection raw = new HijackedConnection(ctx.channel(), input);
        ctx.pipeline().addLast(raw);
        ctx.pipeline().remove(encoder);
        ctx.writeAndFlush(Unpooled.copiedBuffer(text(head), StandardCharsets.ISO_8859_1));
        ready.accept(raw);
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(decoder);
        if (inputEnded) {
            raw.inputEnd();
        }
    }

    private String text(HttpHeaders head) {
        StringBuilder text = new StringBuilder(upgrade ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 200 OK\r\n");
        head.forEach(header -> text.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        return text.append(upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n" : "\r\n")
                .toString();
    }
}
