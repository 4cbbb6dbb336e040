package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A client's connection, Unix or TCP, on the JDK's sockets. The end of its input is an event and closes nothing: the
 * client may have closed its sending side only and still wait for output. Netty's own channels cannot tell: with
 * Netty 4.2.18 {@code NioDomainSocketChannel} ignores {@code ALLOW_HALF_CLOSURE}, and {@code EpollDomainSocketChannel}
 * cuts the output of a half-closed client.
 */
final class ClientChannel extends AbstractNioByteChannel implements DuplexChannel {
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private volatile boolean inputShutdown;
    private volatile boolean outputShutdown;

    /** @param accepted takes over the connection */
    ClientChannel(SocketChannel accepted) {
        super(null, accepted);
    }

    @Override
    protected SocketChannel javaChannel() {
        return (SocketChannel) super.javaChannel();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isActive() {
        return javaChannel().isOpen() && javaChannel().isConnected();
    }

    /** Zero at the end: Netty then stops reading, as the input is shut down, and does not close. */
    @Override
    protected int doReadBytes(ByteBuf target) throws IOException {
        unsafe().recvBufAllocHandle().attemptedBytesRead(target.writableBytes());
        int count =
                target.writeBytes(javaChannel(), unsafe().recvBufAllocHandle().attemptedBytesRead());
        if (count >= 0) {
            return count;
        }
        if (!inputShutdown) {
            inputShutdown = true;
            eventLoop().execute(() -> pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
        }
        return 0;
    }

    @Override
    protected int doWriteBytes(ByteBuf bytes) throws IOException {
        return bytes.readBytes(javaChannel(), bytes.readableBytes());
    }

    @Override
    protected boolean isInputShutdown0() {
        return inputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        if (!eventLoop().inEventLoop()) {
            eventLoop().execute(() -> shutdownOutput(promise));
            return promise;
        }
        try {
            outputShutdown = true;
            javaChannel().shutdownOutput();
            promise.setSuccess();
        } catch (IOException failure) {
            promise.setFailure(failure);
        }
        return promise;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public boolean isInputShutdown() {
        return inputShutdown;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setFailure(new UnsupportedOperationException("only the client ends its input"));
    }

    @Override
    public boolean isShutdown() {
        return inputShutdown && outputShutdown;
    }

    @Override
    public ChannelFuture shutdown() {
        return close();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return close(promise);
    }

    @Override
    protected void doClose() throws Exception {
        super.doClose();
        javaChannel().close();
    }

    @Override
    protected void doDisconnect() throws Exception {
        doClose();
    }

    @Override
    protected SocketAddress localAddress0() {
        try {
            return javaChannel().getLocalAddress();
        } catch (IOException closed) {
            throw new UncheckedIOException("local address of a connection", closed);
        }
    }

    @Override
    protected SocketAddress remoteAddress0() {
        try {
            return javaChannel().getRemoteAddress();
        } catch (IOException closed) {
            throw new UncheckedIOException("remote address of a connection", closed);
        }
    }

    @Override
    protected long doWriteFileRegion(FileRegion region) throws IOException {
        return region.transferTo(javaChannel(), region.transferred());
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("an accepted connection is not bound");
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) {
        throw new UnsupportedOperationException("an accepted connection is not connected");
    }

    @Override
    protected void doFinishConnect() {
        throw new UnsupportedOperationException("an accepted connection is not connected");
    }
}
