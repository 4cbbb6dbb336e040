package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;

/** {@code berth port}. */
public final class PortCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.between(
                1, 2, "CONTAINER [PRIVATE_PORT[/PROTO]]", "List port mappings or a specific mapping for the container");
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        JsonValue ports = context.engine()
                .call(Request.get("containers", flags.argument(0), "json"))
                .at("NetworkSettings", "Ports");
        String asked = flags.argument(1);
        if (asked.isEmpty()) {
            ports.fields()
                    .forEach((port, bindings) ->
                            bindings.items().forEach(binding -> context.line(port + " -> " + address(binding))));
            return 0;
        }
        JsonValue bindings = ports.at(asked.contains("/") ? asked : asked + "/tcp");
        if (bindings.items().isEmpty()) {
            throw new CliException(1, "Error: No public port '" + asked + "' published for " + flags.argument(0));
        }
        bindings.items().forEach(binding -> context.line(address(binding)));
        return 0;
    }

    private static String address(JsonValue binding) {
        String ip = binding.at("HostIp").text();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":"
                + binding.at("HostPort").text();
    }
}
