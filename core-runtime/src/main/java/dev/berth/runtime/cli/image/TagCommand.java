package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;

/** {@code berth tag}. */
public final class TagCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                2, "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE");
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Reference target = Reference.of(flags.argument(1));
        context.engine()
                .send(Request.post("images", flags.argument(0), "tag")
                        .with("repo", target.repository())
                        .given("tag", target.tag()));
        return 0;
    }
}
