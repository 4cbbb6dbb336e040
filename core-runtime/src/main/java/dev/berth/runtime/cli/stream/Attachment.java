package dev.berth.runtime.cli.stream;

import dev.berth.linux.sys.Terminal;
import dev.berth.runtime.attach.DetachKeys;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Optional;

/** This process's input and output joined to a hijacked connection, with its terminal if there is one. */
public final class Attachment implements AutoCloseable {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;

    /**
     * What is joined.
     *
     * @param tty the process has a terminal: one stream, keys passed through as they are
     * @param input standard input is sent
     * @param detachKeys keys that end the attachment; they are looked for if there is a terminal
     */
    public record Mode(boolean tty, boolean input, DetachKeys detachKeys) {}

    /** What ended the output. */
    public enum End {
        /** The process ended, or the engine closed the connection. */
        PROCESS,
        /** The detach keys were typed; the process goes on. */
        DETACH
    }

    private final Context context;
    private final Answer answer;
    private final Mode mode;
    private final Optional<Terminal.Raw> raw;
    /** Written by the thread that sends input, before it closes the connection. */
    private volatile boolean detached;

    private Attachment(Context context, Answer answer, Mode mode, Optional<Terminal.Raw> raw) {
        this.context = context;
        this.answer = answer;
        this.mode = mode;
        this.raw = raw;
    }

    /** Refuses what cannot work: a terminal asked for where input is none. */
    public static void check(Mode mode) {
        if (mode.tty() && mode.input() && !Terminal.isTerminal(STDIN)) {
            throw CliException.plain(1, "the input device is not a TTY");
        }
    }

    /** Opens the connection and starts to send input. */
    public static Attachment open(Context context, Request request, Mode mode) throws IOException {
        Answer answer = context.engine().hijack(request);
        boolean keyboard = mode.tty() && mode.input() && Terminal.isTerminal(STDIN);
        Attachment attachment =
                new Attachment(context, answer, mode, keyboard ? Optional.of(Terminal.raw(STDIN)) : Optional.empty());
        if (mode.input()) {
            attachment.startInput();
        }
        return attachment;
    }

    /** Keeps the size of the process's terminal equal to ours, from now on. */
    public void followSize(String... resize) {
        if (mode.tty()) {
            sendSize(resize);
            ProcessSignals.handle("WINCH", signal -> sendSize(resize));
        }
    }

    private void sendSize(String... resize) {
        Terminal.size(STDOUT)
                .filter(size -> size.rows() > 0 && size.columns() > 0)
                .ifPresent(size -> {
                    try {
                        context.engine()
                                .send(Request.post(resize)
                                        .with("h", size.rows())
                                        .with("w", size.columns()));
                    } catch (IOException | EngineError | CliException gone) {
                        // the process may end at any moment; the next size is sent to a new one or never
                        context.err().flush();
                    }
                });
    }

    /** Copies output until the process, the engine or the detach keys end it. */
    public End copyOutput() throws IOException {
        try {
            if (mode.tty()) {
                Frames.plain(answer.body(), context.out());
            } else {
                Frames.split(answer.body(), context.out(), context.err());
            }
        } catch (ClosedChannelException closed) {
            if (!detached) {
                throw closed;
            }
        }
        return detached ? End.DETACH : End.PROCESS;
    }

    private void startInput() {
        Thread sender = new Thread(this::sendInput, "stdin");
        sender.setDaemon(true);
        sender.start();
    }

    private void sendInput() {
        byte[] buffer = new byte[32 * 1024];
        InputStream in = context.in();
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, count);
                DetachKeys.Typed typed =
                        mode.tty() ? mode.detachKeys().type(bytes) : new DetachKeys.Typed(bytes, false);
                answer.output().write(typed.input());
                if (typed.detached()) {
                    detached = true;
                    answer.close();
                    return;
                }
            }
            answer.endOutput();
        } catch (IOException closed) {
            // the other side is gone, which the reader of its output finds out and reports
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        raw.ifPresent(Terminal.Raw::close);
        answer.close();
    }
}
