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
    public static Command export() {
        return Command.of(
                Sheet.exactly(1, "[OPTIONS] VOLUME", "Export a volume's data as a tar archive", Download.output()),
                (flags, context) -> Download.to(context, flags, archive(flags)));
    }

    /** Into our own output, where that is a pipe, the engine writes by itself. */
    private static Request archive(Flags flags) {
        Request request = Request.get(of(flags.argument(0), "archive"));
        Optional<String> pipe = flags.text("output").isEmpty() ? OutputPipe.name() : Optional.empty();
        return pipe.map(name -> request.with("pipe", name)).orElse(request);
    }

    /** {@code berth volume import}. */
    public static Command imported() {
        return Command.of(
                Sheet.exactly(
                        2,
                        "[OPTIONS] VOLUME file|-",
                        "Make a volume from a tar archive",
                        Flag.toggle("in-place", "", "Replace the data of the volume that is there, at once")),
                TransferCommands::send);
    }

    private static int send(Flags flags, Context context) throws IOException {
        try (InputStream in = source(flags.argument(1), context)) {
            return named(
                    Request.of("PUT", of(flags.argument(0), "archive"))
                            .flag("replace", flags.on("in-place"))
                            .body(in),
                    context);
        }
    }

    private static InputStream source(String file, Context context) throws IOException {
        try {
            return file.equals("-") ? context.in() : Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException absent) {
            throw new CliException(1, "open " + file + ": no such file or directory");
        }
    }

    /** {@code berth volume clone}. */
    public static Command duplicate() {
        return toNewName("clone", "VOLUME NEW_VOLUME", "Make a volume that is a copy of another");
    }

    /** {@code berth volume rename}. */
    public static Command rename() {
        return toNewName("rename", "VOLUME NEW_NAME", "Rename a volume that no container refers to");
    }

    private static Command toNewName(String verb, String usage, String about) {
        return Command.of(
                Sheet.exactly(2, usage, about),
                (flags, context) ->
                        named(Request.post(of(flags.argument(0), verb)).with("name", flags.argument(1)), context));
    }

    /** Sends the request and prints the name of the volume that came of it. */
    private static int named(Request request, Context context) throws IOException {
        context.line(context.engine().call(request).at("Name").text());
        return 0;
    }
}
