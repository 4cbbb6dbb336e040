package dev.berth.dns.resolver;

import io.netty.channel.ChannelConfig;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Netty's channels of one kind. Each takes its socket when it is constructed, so it belongs to the namespace it is
 * constructed in.
 */
interface Transport {
    /** What drives the channels of this kind. */
    IoHandlerFactory handlers();

    DatagramChannel datagram(SocketProtocolFamily family);

    ServerSocketChannel server();

    SocketChannel stream();

    /** Has the channel read many datagrams at once where it can. @param size of the largest, bytes */
    void readMany(ChannelConfig datagrams, int size);

    /** epoll with many datagrams a call where its library loads, else Java's own. */
    static Transport best() {
        return Epoll.isAvailable() ? new OfEpoll() : new OfJava();
    }

    /** epoll(7), recvmmsg(2) and sendmmsg(2). */
    final class OfEpoll implements Transport {
        private static final int AT_ONCE = 16;

        @Override
        public IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public DatagramChannel datagram(SocketProtocolFamily family) {
            return new EpollDatagramChannel(family);
        }

        @Override
        public ServerSocketChannel server() {
            return new EpollServerSocketChannel(SocketProtocolFamily.INET);
        }

        @Override
        public SocketChannel stream() {
            return new EpollSocketChannel();
        }

        @Override
        public void readMany(ChannelConfig datagrams, int size) {
            datagrams.setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size);
            datagrams.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(AT_ONCE * size));
        }
    }

    /** java.nio. */
    final class OfJava implements Transport {
        @Override
        public IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public DatagramChannel datagram(SocketProtocolFamily family) {
            return new NioDatagramChannel(family);
        }

        @Override
        public ServerSocketChannel server() {
            return new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET);
        }

        @Override
        public SocketChannel stream() {
            return new NioSocketChannel();
        }

        @Override
        public void readMany(ChannelConfig datagrams, int size) {
            datagrams.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(size));
        }
    }
}
