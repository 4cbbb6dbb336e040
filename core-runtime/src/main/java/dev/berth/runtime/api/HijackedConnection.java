package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection that has left HTTP: raw bytes both ways. When the output ends, the sending side is closed first and the
 * rest of the input is read and dropped: closing a Unix socket with unread input would reset it under the client.
 */
final class HijackedConnection extends ChannelInboundHandlerAdapter implements ResponseSink {
    /** How long the client has to close its side after the output has ended. */
    private static final int LINGER_SECONDS = 10;

    private final Channel channel;
    private final HijackedInput input;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean inputEnded;

    /** Everything was sent, and the end of it; used by the channel's own thread alone. */
    private boolean outputSent;

    HijackedConnection(Channel channel, HijackedInput input) {
        this.channel = channel;
        this.input = input;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (isClosed() || !bytes.isReadable()) {
            bytes.release();
        } else {
            channel.writeAndFlush(bytes);
        }
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public boolean isClosed() {
        return ended.get() || !channel.isActive();
    }

    @Override
    public boolean isUnheard() {
        return inputEnded || isClosed();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
        if (isClosed()) {
            listener.run();
        }
    }

    @Override
    public void end() {
        if (ended.compareAndSet(false, true)) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> closeSending());
        }
    }

    @Override
    public void abort() {
        ended.set(true);
        channel.close();
    }

    /** Whether input is wanted now; while it is not, the client has to wait. */
    void reading(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!ended.get() && bytes.isReadable()) {
                input.data(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        changed();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        inputEnd();
        changed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** The client sends no more. */
    void inputEnd() {
        if (!inputEnded) {
            inputEnded = true;
            input.inputEnded();
            if (outputSent) {
                channel.close();
            }
        }
    }

    private void closeSending() {
        outputSent = true;
        if (inputEnded || !(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        duplex.shutdownOutput();
        reading(true);
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
