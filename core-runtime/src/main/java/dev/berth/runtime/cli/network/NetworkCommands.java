package dev.berth.runtime.cli.network;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Each;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth network connect}, {@code disconnect} and {@code rm}. */
public final class NetworkCommands {
    private NetworkCommands() {}

    /** {@code berth network rm}. */
    public static final class Remove implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.atLeast(
                    1,
                    "NETWORK [NETWORK...]",
                    "Remove one or more networks",
                    Flag.toggle("force", "f", "Do not error if the network does not exist"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            return Each.of(flags.arguments(), context, name -> {
                context.engine().send(Request.delete("networks", name));
                return name;
            });
        }
    }

    /** {@code berth network connect}. */
    public static final class Connect implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    2,
                    "[OPTIONS] NETWORK CONTAINER",
                    "Connect a container to a network",
                    Flag.list("alias", "", "Add network-scoped alias for the container"),
                    Flag.list("driver-opt", "", "driver options for the network"),
                    Flag.value("ip", "", "string", "IPv4 address (e.g., 172.30.100.104)"),
                    Flag.value("ip6", "", "string", "IPv6 address (e.g., 2001:db8::33)"),
                    Flag.list("link", "", "Add link to another container"),
                    Flag.list("link-local-ip", "", "Add a link-local address for the container"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            Map<String, Object> ipam = new LinkedHashMap<>();
            flags.optional("ip").ifPresent(ip -> ipam.put("IPv4Address", ip));
            flags.optional("ip6").ifPresent(ip -> ipam.put("IPv6Address", ip));
            list(ipam, "LinkLocalIPs", flags.commaList("link-local-ip"));
            Map<String, Object> endpoint = new LinkedHashMap<>();
            if (!ipam.isEmpty()) {
                endpoint.put("IPAMConfig", ipam);
            }
            list(endpoint, "Links", flags.list("link"));
            list(endpoint, "Aliases", flags.commaList("alias"));
            if (flags.has("driver-opt")) {
                endpoint.put("DriverOpts", Flags.pairs(flags.commaList("driver-opt")));
            }
            Map<String, Object> body = Map.of("Container", flags.argument(1), "EndpointConfig", endpoint);
            context.engine()
                    .send(Request.post("networks", flags.argument(0), "connect").json(body));
            return 0;
        }

        private static void list(Map<String, Object> body, String key, List<String> values) {
            if (!values.isEmpty()) {
                body.put(key, values);
            }
        }
    }

    /** {@code berth network disconnect}. */
    public static final class Disconnect implements Command {
        @Override
        public Sheet sheet() {
            return Sheet.exactly(
                    2,
                    "[OPTIONS] NETWORK CONTAINER",
                    "Disconnect a container from a network",
                    Flag.toggle("force", "f", "Force the container to disconnect from a network"));
        }

        @Override
        public int run(Flags flags, Context context) throws IOException {
            Map<String, Object> body = Map.of("Container", flags.argument(1), "Force", flags.on("force"));
            context.engine()
                    .send(Request.post("networks", flags.argument(0), "disconnect")
                            .json(body));
            return 0;
        }
    }
}
