package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.stream.Download;
import java.io.IOException;

/** {@code berth save}. */
public final class SaveCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1,
                "[OPTIONS] IMAGE [IMAGE...]",
                "Save one or more images to a tar archive (streamed to STDOUT by default)",
                Download.output());
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Request request = Request.get("images", "get");
        for (String name : flags.arguments()) {
            request = request.with("names", name);
        }
        return Download.to(context, flags, request);
    }
}
