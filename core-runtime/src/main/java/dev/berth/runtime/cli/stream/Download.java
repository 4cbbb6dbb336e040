package dev.berth.runtime.cli.stream;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An archive that the engine sends, written to a file or to standard output. */
public final class Download {
    private static final int PIECE = 1 << 16;

    private Download() {}

    /** The flag that says where to. */
    public static Flag output() {
        return Flag.value("output", "o", "string", "Write to a file, instead of STDOUT");
    }

    /**
     * Writes it where {@link #output} says, else to standard output, which must not be a terminal. A file appears under
     * its name only when it is complete.
     *
     * @return what the process exits with
     */
    public static int to(Context context, Flags flags, Request request) throws IOException {
        String file = flags.text("output");
        if (file.isEmpty() && System.console() != null) {
            throw new CliException(1, "cowardly refusing to save to a terminal. Use the -o flag or redirect");
        }
        try (Answer answer = context.engine().open(request)) {
            if (file.isEmpty() && answer.header("content-type").startsWith("application/json")) {
                check(answer.json());
            } else if (file.isEmpty()) {
                copy(answer, context.out());
            } else {
                whole(answer, Path.of(file).toAbsolutePath());
            }
        }
        return 0;
    }

    /** Of an engine that has written to standard output itself, see {@link OutputPipe}. */
    private static void check(JsonValue outcome) {
        String error = outcome.at("Error").text();
        if (!error.isEmpty()) {
            throw new CliException(1, error);
        }
    }

    /** In pieces as large as a pipe takes at once. */
    private static void copy(Answer answer, OutputStream out) throws IOException {
        byte[] buffer = new byte[PIECE];
        for (int count = answer.body().read(buffer);
                count >= 0;
                count = answer.body().read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static void whole(Answer answer, Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new CliException(1, "invalid output path: directory \"" + parent + "\" does not exist");
        }
        Path part = Files.createTempFile(parent, "." + file.getFileName(), ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                copy(answer, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
