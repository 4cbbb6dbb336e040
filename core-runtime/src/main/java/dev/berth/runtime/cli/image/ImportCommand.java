package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code berth import}. */
public final class ImportCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.between(
                1,
                2,
                "[OPTIONS] file|- [REPOSITORY[:TAG]]",
                "Import the contents from a tarball to create a filesystem image",
                Flag.list("change", "c", "Apply Dockerfile instruction to the created image"),
                Flag.value("message", "m", "string", "Set commit message for imported image"),
                Flag.value("platform", "", "string", "Set platform if server is multi-platform capable"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Reference reference = Reference.of(flags.argument(1));
        Request request = Request.post("images", "create")
                .with("fromSrc", "-")
                .given("repo", reference.repository())
                .given("tag", reference.tag())
                .given("message", flags.text("message"))
                .given("platform", flags.text("platform"));
        for (String change : flags.list("change")) {
            request = request.with("changes", change);
        }
        if (flags.argument(0).contains("://")) {
            throw new CliException(1, "import from an address is not supported: fetch it and import -");
        }
        try (InputStream in = source(flags.argument(0), context)) {
            Progress.show(context, request.body(Progress.counted(context, in)), false);
        }
        return 0;
    }

    static InputStream source(String file, Context context) throws IOException {
        try {
            return file.equals("-") ? context.in() : Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException missing) {
            throw new CliException(1, "open " + file + ": no such file or directory");
        }
    }
}
