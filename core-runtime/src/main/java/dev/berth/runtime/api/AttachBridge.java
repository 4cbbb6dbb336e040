package dev.berth.runtime.api;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.PacketLoop;
import dev.berth.runtime.attach.DetachKeys;
import dev.berth.runtime.attach.ProcessOutput;
import dev.berth.runtime.attach.ProcessStreams;
import dev.berth.runtime.container.AttachWish;
import dev.berth.runtime.log.LogStream;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Joins a client's hijacked connection to a process's streams. Either may be there first: input waits for the process,
 * and output is not read before the client is there. A side that is slow makes the other wait.
 *
 * <p>Its lock guards who is there and what waits; nothing is called under it that blocks.
 */
final class AttachBridge implements HijackedInput, ProcessOutput, AttachWish {
    /** Input that may wait before the client has to. */
    private static final long MOST_WAITING = 128 * 1024;

    private final PacketLoop loop;
    private final AttachOptions options;
    private final DetachKeys detachKeys;
    private final Runnable detached;
    private final Queue<byte[]> early = new ArrayDeque<>();

    private @Nullable HijackedConnection client;
    private @Nullable ProcessStreams process;
    private Runnable undoWish = () -> {};
    private long earlyBytes;
    private boolean inputEnded;
    private boolean over;
    private boolean left;
    private boolean unattended;
    private boolean endWaitsForExit;
    private boolean outputEnded;
    private boolean exited;

    /** @param detached called when the client has typed the detach keys */
    AttachBridge(PacketLoop loop, AttachOptions options, DetachKeys detachKeys, Runnable detached) {
        this.loop = loop;
        this.options = options;
        this.detachKeys = detachKeys;
        this.detached = detached;
    }

    /** For a process whose output nobody wants: it is read and dropped, or conmon would wait for a reader. */
    static AttachBridge unattended(PacketLoop loop, AttachOptions options) {
        AttachBridge bridge = new AttachBridge(loop, options, DetachKeys.parse(""), () -> {});
        bridge.unattended = true;
        return bridge;
    }

    /** The client is there. */
    synchronized void client(HijackedConnection connection) {
        client = connection;
        if (over) {
            connection.end();
            return;
        }
        if (process != null) {
            process.reading(true);
        }
        connection.onChange(this::clientChanged);
    }

    /** Has {@code undo} run when the client goes before the process is there. */
    synchronized void untilStart(Runnable undo) {
        undoWish = undo;
    }

    /** The process is there, or about to start, and conmon listens on the socket. */
    synchronized void connect(Path attachSocket) {
        if (over || left && !leavesInput()) {
            return;
        }
        try {
            ProcessStreams streams = ProcessStreams.connect(loop, attachSocket, this);
            process = streams;
            early.forEach(streams::input);
            early.clear();
            earlyBytes = 0;
            endInput();
            if (left) {
                // Nobody hears what it says, but it must not wait for somebody to.
                streams.reading(true);
            } else if (client != null) {
                streams.reading(client.isWritable());
                client.reading(true);
            } else if (unattended) {
                streams.reading(true);
            }
        } catch (ErrnoException nobodyThere) {
            finish();
        }
    }

    @Override
    public void starting(Path attachSocket) {
        connect(attachSocket);
    }

    @Override
    public void removed() {
        finish();
    }

    /** There will be no process, or no more of it: the client gets what was written, and the end. */
    synchronized void finish() {
        over = true;
        if (client != null) {
            client.end();
        }
        if (process != null) {
            process.close();
        }
    }

    @Override
    public synchronized void data(ByteBuf bytes) {
        byte[] typed = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), typed);
        if (!options.stdin() || over) {
            return;
        }
        if (!options.tty()) {
            input(typed);
            return;
        }
        DetachKeys.Typed keys = detachKeys.type(typed);
        input(keys.input());
        if (keys.detached()) {
            finish();
            detached.run();
        }
    }

    @Override
    public synchronized void inputEnded() {
        inputEnded = true;
        endInput();
    }

    @Override
    public synchronized void output(LogStream stream, byte[] buffer, int from, int length) {
        boolean wanted = stream == LogStream.STDOUT ? options.stdout() : options.stderr();
        if (client == null || process == null || left || !wanted || length == 0) {
            return;
        }
        client.write(options.frames().frame(stream, buffer, from, length));
        if (!client.isWritable()) {
            process.reading(false);
        }
    }

    @Override
    public synchronized void inputTaken() {
        if (client != null && waiting() <= MOST_WAITING) {
            client.reading(true);
        }
    }

    @Override
    public synchronized void ended() {
        outputEnded = true;
        if (!endWaitsForExit || exited) {
            finish();
        }
    }

    /** Keeps the end from the client until {@link #exited}, as it asks for the exit code then. */
    synchronized void awaitExit() {
        endWaitsForExit = true;
    }

    /** The exit code is known. */
    synchronized void exited() {
        exited = true;
        if (outputEnded) {
            finish();
        }
    }

    private void input(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        if (process == null) {
            early.add(bytes);
            earlyBytes += bytes.length;
        } else {
            process.input(bytes);
        }
        if (client != null && waiting() > MOST_WAITING) {
            client.reading(false);
        }
    }

    private long waiting() {
        return process == null ? earlyBytes : process.waitingInput();
    }

    /** A terminal has no end of input but the one that is typed. */
    private void endInput() {
        if (inputEnded && process != null && options.stdin() && !options.tty()) {
            process.endInput();
        }
    }

    /** As Docker: what a client that is gone has sent is the process's, and so is the end of it. */
    private boolean leavesInput() {
        return options.stdin() && !options.tty();
    }

    private synchronized void clientChanged() {
        if (client == null || over || left) {
            return;
        }
        left = client.isClosed();
        inputEnded |= left;
        if (process == null) {
            if (left && !leavesInput()) {
                undoWish.run();
            }
            return;
        }
        if (left && !options.leavesQuietly()) {
            process.close();
        } else {
            process.reading(left || client.isWritable());
        }
    }
}
