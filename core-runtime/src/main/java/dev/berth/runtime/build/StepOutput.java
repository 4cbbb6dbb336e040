package dev.berth.runtime.build;

import dev.berth.linux.sys.PacketLoop;
import dev.berth.runtime.attach.ProcessOutput;
import dev.berth.runtime.attach.ProcessStreams;
import dev.berth.runtime.container.AttachWish;
import dev.berth.runtime.log.LogStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a step's program writes, handed from the thread of all attached streams to the build's own. A program that
 * writes more than the client takes has to wait. Its monitor guards how much waits here.
 */
final class StepOutput implements ProcessOutput, AttachWish {
    private static final int MOST_WAITING = 1 << 20;

    private final PacketLoop loop;
    private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private @Nullable ProcessStreams streams;
    private int waiting;

    /** @param bytes none at the end */
    private record Piece(LogStream stream, byte[] bytes) {}

    StepOutput(PacketLoop loop) {
        this.loop = loop;
    }

    @Override
    public synchronized void starting(Path attachSocket) {
        ProcessStreams connected = ProcessStreams.connect(loop, attachSocket, this);
        streams = connected;
        connected.reading(true);
    }

    @Override
    public void removed() {
        ended();
    }

    @Override
    public void output(LogStream stream, byte[] buffer, int from, int length) {
        if (length > 0) {
            pieces.add(new Piece(stream, Arrays.copyOfRange(buffer, from, from + length)));
            count(length);
        }
    }

    private synchronized void count(int bytes) {
        boolean before = waiting > MOST_WAITING;
        waiting += bytes;
        boolean after = waiting > MOST_WAITING;
        if (streams != null && before != after) {
            streams.reading(!after);
        }
    }

    @Override
    public void inputTaken() {}

    @Override
    public void ended() {
        pieces.add(new Piece(LogStream.STDOUT, new byte[0]));
    }

    /** Passes everything on, to the program's end. */
    void passOn(BuildOutput output) throws InterruptedException {
        Utf8Text out = new Utf8Text();
        Utf8Text err = new Utf8Text();
        for (Piece piece = pieces.take(); piece.bytes.length > 0; piece = pieces.take()) {
            count(-piece.bytes.length);
            String text = (piece.stream == LogStream.STDERR ? err : out).add(piece.bytes);
            if (piece.stream == LogStream.STDERR) {
                output.err(text);
            } else {
                output.out(text);
            }
        }
    }

    synchronized void close() {
        if (streams != null) {
            streams.close();
        }
    }
}
