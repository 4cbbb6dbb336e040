package dev.berth.runtime.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.runtime.state.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to one request: exactly one of its sending methods is called, once, from any thread. None blocks but
 * {@link #output}'s stream.
 */
final class Reply {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    static final String JSON = "application/json";

    private final ApiConnection connection;
    private final ChannelHandlerContext context;
    private final HttpMethod method;
    private final boolean chunked;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @param chunked whether the client knows chunks (HTTP/1.1); else a stream ends with the connection */
    Reply(ApiConnection connection, ChannelHandlerContext context, HttpMethod method, boolean chunked) {
        this.connection = connection;
        this.context = context;
        this.method = method;
        this.chunked = chunked;
    }

    /** Adds a header to what is sent later. */
    Reply header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    /** Whether a sending method has been called. */
    boolean isBegun() {
        return begun.get();
    }

    /** Sends {@code value} as JSON. */
    void json(int status, Object value) {
        try {
            byte[] text = Json.mapper().writeValueAsBytes(value);
            byte[] line = Arrays.copyOf(text, text.length + 1);
            line[text.length] = '\n';
            send(status, JSON, line);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("write " + value.getClass().getName() + " as JSON", failure);
        }
    }

    /** Sends a status only. */
    void empty(int status) {
        send(status, "", new byte[0]);
    }

    /** Sends text. */
    void text(int status, String text) {
        send(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends Docker's error body; if a stream has begun, cuts it short. */
    void fail(Throwable failure) {
        if (begun.get()) {
            LOG.info("event=answer-cut-short error={}", failure.toString());
            context.close();
            return;
        }
        ErrorReply error = ErrorReply.of(failure);
        json(error.status(), error);
    }

    /** Sends status and headers at once; the body follows through the sink. */
    ResponseSink stream(int status, String contentType) {
        begin();
        DefaultHttpResponse head = new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), connection.commonHeaders());
        head.headers().add(headers).set(HttpHeaderNames.CONTENT_TYPE, contentType);
        if (chunked) {
            HttpUtil.setTransferEncodingChunked(head, true);
        } else {
            head.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        StreamedResponse stream = new StreamedResponse(context, this::finished);
        context.executor().execute(() -> connection.streaming(stream));
        context.writeAndFlush(head);
        return stream;
    }

    /** As {@link #stream}, to be written by the calling thread, which waits for a slow client. */
    OutputStream output(int status, String contentType) {
        return new BlockingOutput(stream(status, contentType));
    }

    /**
     * Takes the connection out of HTTP: raw bytes both ways from here on.
     *
     * @param contentType of what is sent
     * @param input hears what the client sends, on the event loop
     * @param ready gets the way to the client, on the event loop, before any input
     */
    void hijack(String contentType, HijackedInput input, Consumer<HijackedConnection> ready) {
        begin();
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        context.executor().execute(() -> connection.hijack(context, headers, input, ready));
    }

    private void send(int status, String contentType, byte[] body) {
        begin();
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers().add(connection.commonHeaders()).add(headers);
        if (!contentType.isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        if (status != 204 && status != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        context.writeAndFlush(response);
        finished();
    }

    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("request is answered twice");
        }
    }

    private void finished() {
        context.executor().execute(() -> connection.replied(context));
    }
}
