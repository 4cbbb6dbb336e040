package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.image.Reference;
import java.io.IOException;
import java.util.Map;

/** {@code berth commit}. */
public final class CommitCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.between(
                1,
                2,
                "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
                "Create a new image from a container's changes",
                Flag.value("author", "a", "string", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")"),
                Flag.list("change", "c", "Apply Dockerfile instruction to the created image"),
                Flag.value("message", "m", "string", "Commit message"),
                Flag.toggle("pause", "p", "Pause container during commit").or("true"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Reference reference = Reference.of(flags.argument(1));
        Request request = Request.post("commit")
                .with("container", flags.argument(0))
                .given("repo", reference.repository())
                .given("tag", reference.tag())
                .given("comment", flags.text("message"))
                .given("author", flags.text("author"))
                .with("pause", flags.on("pause") ? "1" : "0");
        for (String change : flags.list("change")) {
            request = request.with("changes", change);
        }
        context.line(context.engine().call(request.json(Map.of())).at("Id").text());
        return 0;
    }
}
