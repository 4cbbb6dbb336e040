package dev.berth.runtime.cli.daemon;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.app.settings.ConfigFile;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.app.settings.Directive;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth daemon}: the engine, until a signal ends it. */
public final class DaemonCommand implements Command {
    @Override
    public Sheet sheet() {
        List<Flag> flags = new ArrayList<>();
        for (Directive directive : Directive.all()) {
            if (!directive.flag().isEmpty()) {
                flags.add(flag(directive));
            }
        }
        return new Sheet("[OPTIONS]", "The engine: runs containers and answers the Engine API", 0, 0, false, flags);
    }

    private static Flag flag(Directive directive) {
        String type =
                directive.kind() == Directive.Kind.BOOL ? "" : directive.kind().word();
        return new Flag(directive.flag(), directive.letter(), type, directive.fallback(), directive.help());
    }

    @Override
    public int run(Flags flags, Context context) {
        DaemonSettings settings = settings(flags);
        if (flags.on("validate")) {
            context.line("configuration OK");
            return 0;
        }
        return new DaemonProcess(settings).run();
    }

    private static DaemonSettings settings(Flags flags) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Directive directive : Directive.all()) {
            if (!directive.flag().isEmpty() && flags.has(directive.flag())) {
                values.put(directive.name(), flags.list(directive.flag()));
            }
        }
        try {
            return ConfigFile.settings(values);
        } catch (EngineException.InvalidParameter wrong) {
            throw new CliException(1, String.valueOf(wrong.getMessage()));
        }
    }
}
