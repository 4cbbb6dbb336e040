package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.stream.Download;
import dev.berth.runtime.cli.stream.OutputPipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code berth volume export}, {@code import}, {@code clone} and {@code rename}. */
public final class TransferCommands {
    private TransferCommands() {}

    private static String[] of(String volume, String what) {
        return new String[] {"berth", "v1", "volumes", volume, what};
    }

    /** {@code berth volume export}. */
    public static final class Export implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    1,
                    "[OPTIONS] VOLUME",
                    "Export a volume's data as a tar archive",
                    Flag.value("output", "o", "string", "Write to a file, instead of STDOUT"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            String file = flags.text("output");
            Request request = Request.get(of(flags.argument(0), "archive"));
            Optional<String> pipe = file.isEmpty() ? OutputPipe.name() : Optional.empty();
            Download.to(
                    context, file, pipe.map(name -> request.with("pipe", name)).orElse(request));
            return 0;
        }
    }

    /** {@code berth volume import}. */
    public static final class Import implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    2,
                    "[OPTIONS] VOLUME file|-",
                    "Make a volume from a tar archive",
                    Flag.toggle("in-place", "", "Replace the data of the volume that is there, at once"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            try (InputStream in = source(flags.argument(1), context)) {
                Request request = Request.of("PUT", of(flags.argument(0), "archive"))
                        .flag("replace", flags.on("in-place"))
                        .body(in);
                context.line(context.engine().call(request).at("Name").text());
            }
            return 0;
        }

        private static InputStream source(String file, Context context) throws IOException {
            try {
                return file.equals("-") ? context.in() : Files.newInputStream(Path.of(file));
            } catch (NoSuchFileException absent) {
                throw new CliException(1, "open " + file + ": no such file or directory");
            }
        }
    }

    /** {@code berth volume clone}. */
    public static final class Clone implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(2, "VOLUME NEW_VOLUME", "Make a volume that is a copy of another");
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            return named("clone", flags, context);
        }
    }

    /** {@code berth volume rename}. */
    public static final class Rename implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(2, "VOLUME NEW_NAME", "Rename a volume that no container refers to");
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            return named("rename", flags, context);
        }
    }

    private static int named(String what, Flags flags, Context context) throws IOException {
        Request request = Request.post(of(flags.argument(0), what)).with("name", flags.argument(1));
        context.line(context.engine().call(request).at("Name").text());
        return 0;
    }
}
