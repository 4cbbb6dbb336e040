package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.util.Map;

/** {@code berth update}. */
public final class UpdateCommand implements Command {
    @Override
    public Sheet sheet() {
        return new Sheet(
                "[OPTIONS] CONTAINER [CONTAINER...]",
                "Update configuration of one or more containers",
                1,
                -1,
                false,
                CreateFlags.LIMITS);
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (flags.all().isEmpty()) {
            throw new CliException(1, "you must provide one or more flags when using this command");
        }
        Map<String, Object> limits = Limits.of(flags);
        return Each.of(flags.arguments(), context, name -> {
            context.engine()
                    .call(Request.post("containers", name, "update").json(limits))
                    .at("Warnings")
                    .texts()
                    .forEach(warning -> context.err().print(warning + "\n"));
            return name;
        });
    }
}
