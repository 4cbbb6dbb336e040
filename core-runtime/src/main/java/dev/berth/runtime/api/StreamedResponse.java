package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response body of unknown length. */
final class StreamedResponse implements ResponseSink {
    private final ChannelHandlerContext context;
    private final Runnable finished;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean quiet;

    StreamedResponse(ChannelHandlerContext context, Runnable finished) {
        this.context = context;
        this.finished = finished;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (isClosed() || !bytes.isReadable()) {
            bytes.release();
        } else {
            context.writeAndFlush(new DefaultHttpContent(bytes));
        }
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public boolean isClosed() {
        return ended.get() || !context.channel().isActive();
    }

    @Override
    public boolean isUnheard() {
        return quiet || isClosed();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
        if (isUnheard()) {
            listener.run();
        }
    }

    @Override
    public void end() {
        if (ended.compareAndSet(false, true)) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            finished.run();
        }
    }

    @Override
    public void abort() {
        ended.set(true);
        context.close();
    }

    /** The client keeps up again, or has gone. */
    void changed() {
        listeners.forEach(Runnable::run);
    }

    /** The client sends no more, which is also all that is seen of one that has gone. */
    void inputEnded() {
        quiet = true;
        changed();
    }
}
