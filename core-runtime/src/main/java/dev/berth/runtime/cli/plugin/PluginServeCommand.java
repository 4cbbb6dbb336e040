package dev.berth.runtime.cli.plugin;

import dev.berth.plugin.Cleanup;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code berth plugin serve}: drivers of Berth as Docker plugins, until a signal ends them. */
public final class PluginServeCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.atLeast(
                1,
                "[OPTIONS] bridge|ipam|volume|names [TYPE...]",
                "Serve drivers as Docker plugins on Unix sockets",
                Flag.value(
                        "socket",
                        "",
                        "string",
                        "Serve all types here (default each at /run/docker/plugins/berth-TYPE.sock)"),
                Flag.value("state", "", "string", "Where to keep state (default each at /var/lib/berth-plugins/TYPE)"));
    }

    @Override
    public int run(Flags flags, Context context) {
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            List<PluginServer> servers = serve(flags, closing);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Cleanup.all(closing.toArray(Runnable[]::new)), "plugin-stop"));
            servers.forEach(server -> context.line("serving on " + server.socket()));
            context.out().flush();
            servers.forEach(PluginServer::awaitClosed);
            return 0;
        } catch (EngineException failure) {
            Cleanup.afterFailure(failure, closing.toArray(Runnable[]::new));
            throw new CliException(1, String.valueOf(failure.getMessage()));
        }
    }

    private static List<PluginServer> serve(Flags flags, Deque<Runnable> closing) {
        Set<ServedType> types = EnumSet.noneOf(ServedType.class);
        flags.arguments().forEach(word -> types.add(ServedType.parse(word)));
        Optional<Path> state = flags.optional("state").map(PluginServeCommand::absolute);
        Optional<Path> socket = flags.optional("socket").map(PluginServeCommand::absolute);
        List<PluginServer> servers = new ArrayList<>();
        for (Set<ServedType> group : socket.isPresent() ? List.of(types) : apart(types)) {
            ServedType first = group.iterator().next();
            PluginServer server = ServedPlugin.serve(
                    group,
                    socket.orElseGet(first::defaultSocket),
                    type -> state.orElseGet(type::defaultState),
                    List.of());
            closing.push(server::close);
            servers.add(server);
        }
        return servers;
    }

    private static List<Set<ServedType>> apart(Set<ServedType> types) {
        return types.stream().<Set<ServedType>>map(EnumSet::of).toList();
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath();
    }
}
