package dev.berth.runtime.cli.stream;

import dev.berth.linux.sys.Terminal;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** This process's input and output joined to a hijacked connection, with its terminal if there is one. */
public final class Attachment implements AutoCloseable {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;

    private final Context context;
    private final Answer answer;
    private final boolean tty;
    private final Optional<Terminal.Raw> raw;

    private Attachment(Context context, Answer answer, boolean tty, Optional<Terminal.Raw> raw) {
        this.context = context;
        this.answer = answer;
        this.tty = tty;
        this.raw = raw;
    }

    /**
     * Refuses what cannot work: a terminal asked for where input is none.
     *
     * @param input true if input is sent
     */
    public static void check(boolean tty, boolean input) {
        if (tty && input && !Terminal.isTerminal(STDIN)) {
            throw CliException.plain(1, "the input device is not a TTY");
        }
    }

    /**
     * Opens the connection and starts to send input.
     *
     * @param tty true if the process has a terminal: one stream, keys passed through as they are
     * @param input true if input is sent
     */
    public static Attachment open(Context context, Request request, boolean tty, boolean input) throws IOException {
        Answer answer = context.engine().hijack(request);
        Optional<Terminal.Raw> raw =
                tty && input && Terminal.isTerminal(STDIN) ? Optional.of(Terminal.raw(STDIN)) : Optional.empty();
        Attachment attachment = new Attachment(context, answer, tty, raw);
        if (input) {
            attachment.startInput();
        }
        return attachment;
    }

    /** Keeps the size of the process's terminal equal to ours, from now on. */
    public void followSize(String... resize) {
        if (tty) {
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

    /** Copies output until the process or the engine ends it. */
    public void copyOutput() throws IOException {
        if (tty) {
            Frames.plain(answer.body(), context.out());
        } else {
            Frames.split(answer.body(), context.out(), context.err());
        }
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
                answer.output().write(buffer, 0, count);
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
