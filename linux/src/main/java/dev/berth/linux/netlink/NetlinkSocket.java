package dev.berth.linux.netlink;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A netlink socket and its requests, one at a time: the lock on this object covers a request and all its answers.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 */
final class NetlinkSocket implements NetlinkChannel {
    static final int ROUTE = 0;
    static final int NETFILTER = 12;

    private static final int SOL_NETLINK = 270;
    private static final int CAP_ACK = 10;
    private static final int EXT_ACK = 11;
    private static final int GET_STRICT_CHECK = 12;
    private static final int DUMP_TRIES = 5;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final Fd fd;
    /** Number of the last request. Guarded by {@code this}. */
    private int sequence;

    private NetlinkSocket(Fd fd) {
        this.fd = fd;
    }

    /** A socket in the calling thread's network namespace, where it stays. */
    static NetlinkSocket open(int protocol) {
        Fd fd = Sockets.open(Sockets.AF_NETLINK, Sockets.SOCK_RAW, protocol);
        try {
            Sockets.bind(fd, address());
            Sockets.setOption(fd, SOL_NETLINK, CAP_ACK, 1);
            Sockets.setOption(fd, SOL_NETLINK, EXT_ACK, 1);
            Sockets.setOption(fd, SOL_NETLINK, GET_STRICT_CHECK, 1);
            Sockets.setReceiveTimeout(fd, ANSWER_TIMEOUT);
            return new NetlinkSocket(fd);
        } catch (RuntimeException failure) {
            fd.close();
            throw failure;
        }
    }

    private static byte[] address() {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Sockets.AF_NETLINK)
                .array();
    }

    @Override
    public synchronized List<NetlinkMessage> request(String call, String detail, int type, int flags, byte[] payload) {
        int number = send(type, flags | NetlinkMessage.F_REQUEST | NetlinkMessage.F_ACK, payload);
        return answers(call, detail, number);
    }

    @Override
    public synchronized List<NetlinkMessage> dump(String call, int type, byte[] payload) {
        for (int tried = 0; tried < DUMP_TRIES; tried++) {
            Optional<List<NetlinkMessage>> whole = dumpOnce(call, type, payload);
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        throw new IllegalStateException(call + ": the list changed during each of " + DUMP_TRIES + " reads");
    }

    private Optional<List<NetlinkMessage>> dumpOnce(String call, int type, byte[] payload) {
        int number = send(type, NetlinkMessage.F_REQUEST | NetlinkMessage.F_DUMP, payload);
        try {
            List<NetlinkMessage> messages = answers(call, "dump", number);
            boolean torn = messages.stream().anyMatch(each -> each.has(NetlinkMessage.F_DUMP_INTR));
            return torn ? Optional.empty() : Optional.of(messages);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.EINTR) {
                return Optional.empty(); // how newer kernels report a torn list
            }
            throw failure;
        }
    }

    private int send(int type, int flags, byte[] payload) {
        sequence++;
        Sockets.send(fd, NetlinkCodec.encode(new NetlinkMessage(type, flags, sequence, payload)));
        return sequence;
    }

    private List<NetlinkMessage> answers(String call, String detail, int number) {
        List<NetlinkMessage> messages = new ArrayList<>();
        while (true) {
            for (NetlinkMessage message : NetlinkCodec.decode(Sockets.receive(fd))) {
                if (message.sequence() != number) {
                    continue; // of a request that failed half way
                }
                if (message.type() == NetlinkMessage.ERROR) {
                    throwIfFailed(call, detail, NetlinkCodec.acknowledgement(message));
                    return messages;
                }
                if (message.type() == NetlinkMessage.DONE) {
                    // Its flags can carry NLM_F_DUMP_INTR, its payload an error.
                    messages.add(message);
                    throwIfFailed(call, detail, done(message));
                    return messages;
                }
                messages.add(message);
            }
        }
    }

    private static NetlinkCodec.Acknowledgement done(NetlinkMessage message) {
        int error = message.payload().length >= 4 ? message.buffer().getInt(0) : 0;
        return new NetlinkCodec.Acknowledgement(Math.min(error, 0), Optional.empty());
    }

    private static void throwIfFailed(String call, String detail, NetlinkCodec.Acknowledgement answer) {
        if (answer.error() != 0) {
            throw answer.reason()
                    .map(reason -> new ErrnoException(call, detail, -answer.error(), reason))
                    .orElseGet(() -> new ErrnoException(call, detail, -answer.error()));
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
