package dev.berth.runtime.cli.plugin;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.server.PluginServer;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.serve.ServedPlugin;
import dev.berth.runtime.serve.ServedType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code berth plugin serve}: a driver of Berth as a Docker plugin, until a signal ends it. */
public final class PluginServeCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1,
                "[OPTIONS] bridge|ipam|volume|names [TYPE...]",
                "Serve drivers as a Docker plugin on a Unix socket",
                Flag.value("socket", "", "string", "Where to serve (default /run/docker/plugins/berth-TYPE.sock)"),
                Flag.value("state", "", "string", "Where to keep state (default /var/lib/berth-plugins/TYPE)"));
    }

    @Override
    public int run(Flags flags, Context context) {
        try (PluginServer server = serve(flags)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "plugin-stop"));
            context.line("serving on " + server.socket());
            server.awaitClosed();
            return 0;
        } catch (EngineException failure) {
            throw new CliException(1, String.valueOf(failure.getMessage()));
        }
    }

    /** The first type names the socket and the state. */
    private static PluginServer serve(Flags flags) {
        ServedType first = ServedType.parse(flags.argument(0));
        Set<ServedType> types = EnumSet.of(first);
        flags.arguments().forEach(word -> types.add(ServedType.parse(word)));
        Path socket = flags.optional("socket").map(Path::of).orElseGet(first::defaultSocket);
        Path state = flags.optional("state").map(Path::of).orElseGet(first::defaultState);
        return ServedPlugin.serve(types, socket.toAbsolutePath(), state.toAbsolutePath(), List.of());
    }
}
