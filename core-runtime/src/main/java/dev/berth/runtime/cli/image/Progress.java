package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonStream;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Sizes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Long work on images: what is sent is counted on a terminal, what the engine reports is printed. */
public final class Progress {
    private static final long STEP = 4L << 20;

    private Progress() {}

    /** A layer's or tag's line begins with its id. */
    static String line(JsonValue report) {
        String id = report.at("id").text();
        String status = report.at("status").text();
        return id.isEmpty() ? status : id + ": " + status;
    }

    /** The stream, with the bytes read from it shown on stderr if that is a terminal. */
    static InputStream counted(Context context, InputStream in) {
        return System.console() == null ? in : new Counted(context, in);
    }

    /**
     * Sends the request and prints what the engine reports.
     *
     * @param quiet prints nothing
     * @throws CliException with the engine's reason if it reports a failure
     */
    public static void show(Context context, Request request, boolean quiet) throws IOException {
        try (Answer answer = context.engine().open(request);
                JsonStream reports = JsonText.stream(answer.body())) {
            for (Optional<JsonValue> next = reports.next(); next.isPresent(); next = reports.next()) {
                String error = next.get().at("error").text();
                if (!error.isEmpty()) {
                    throw new CliException(1, error);
                }
                String stream = next.get().at("stream").text();
                String status = next.get().at("status").text();
                boolean moving = !next.get().at("progressDetail", "current").isAbsent();
                if (!quiet && !stream.isEmpty()) {
                    context.out().print(stream);
                } else if (!quiet && !status.isEmpty() && !moving) {
                    context.line(line(next.get()));
                }
            }
        }
    }

    private static final class Counted extends FilterInputStream {
        private final Context context;
        private long total;
        private long shown;

        Counted(Context context, InputStream in) {
            super(in);
            this.context = context;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            total += Math.max(0, count);
            if (total - shown > STEP || (count < 0 && shown > 0)) {
                shown = total;
                context.err().print("\rsent " + Sizes.human(total) + (count < 0 ? "\n" : "   "));
                context.err().flush();
            }
            return count;
        }
    }
}
