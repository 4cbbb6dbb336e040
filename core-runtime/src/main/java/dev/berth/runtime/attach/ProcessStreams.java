package dev.berth.runtime.attach;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.linux.sys.PacketReceiver;
import dev.berth.linux.sys.PacketSocket;
import dev.berth.linux.sys.UnixSockets;
import dev.berth.runtime.log.LogStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The live standard streams of a process that conmon holds: a connection to its attach socket. Output is given from
 * {@link #reading} on; while it is not read, conmon and with it the process have to wait, as with dockerd. Its methods
 * can be called from any thread and never block.
 *
 * <p>conmon's packets begin with a byte that tells the stream, 2 for output and 3 for errors; what is sent to it is
 * input as it is.
 *
 * @see <a href="https://github.com/containers/conmon/blob/v2.1.6/src/conn_sock.c">conmon, conn_sock.c</a>
 */
public final class ProcessStreams implements AutoCloseable {
    /** conmon reads packets of 32 KiB at most, and a pipe takes 64 KiB. */
    private static final int LONGEST_INPUT = 8 * 1024;

    private static final byte STDERR_PIPE = 3;

    private final PacketSocket socket;

    private ProcessStreams(PacketSocket socket) {
        this.socket = socket;
    }

    /**
     * Connects to conmon.
     *
     * @throws dev.berth.linux.sys.ErrnoException nobody listens there
     */
    public static ProcessStreams connect(PacketLoop loop, Path attachSocket, ProcessOutput output) {
        return new ProcessStreams(loop.add(UnixSockets.connectSeqPacket(attachSocket), new Packets(output)));
    }

    /** Whether output is wanted now. */
    public void reading(boolean wanted) {
        socket.reading(wanted);
    }

    /** Gives the process input. */
    public void input(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += LONGEST_INPUT) {
            socket.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + LONGEST_INPUT)));
        }
    }

    /** Bytes of input that the process's side has not taken yet. */
    public long waitingInput() {
        return socket.waiting();
    }

    /** No more input: the process reads the end, unless its input is to stay open for others. */
    public void endInput() {
        socket.endInput();
    }

    @Override
    public void close() {
        socket.close();
    }

    private record Packets(ProcessOutput output) implements PacketReceiver {
        @Override
        public void packet(byte[] buffer, int length) {
            output.output(buffer[0] == STDERR_PIPE ? LogStream.STDERR : LogStream.STDOUT, buffer, 1, length - 1);
        }

        @Override
        public void sent() {
            output.inputTaken();
        }

        @Override
        public void ended() {
            output.ended();
        }
    }
}
