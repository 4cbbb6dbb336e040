package dev.berth.runtime.cli.network;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Columns;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth network connect}, {@code disconnect} and {@code ls}. */
public final class NetworkCommands {
    private NetworkCommands() {}

    /** {@code berth network connect}. */
    public static Command connect() {
        return Command.of(
                Sheet.exactly(
                        2,
                        "[OPTIONS] NETWORK CONTAINER",
                        "Connect a container to a network",
                        Flag.list("alias", "", "Add network-scoped alias for the container"),
                        Flag.list("driver-opt", "", "driver options for the network"),
                        Flag.value("gw-priority", "", "int", "Highest gw-priority provides the default gateway")
                                .or("0")
                                .since(48),
                        Flag.value("ip", "", "string", "IPv4 address (e.g., 172.30.100.104)"),
                        Flag.value("ip6", "", "string", "IPv6 address (e.g., 2001:db8::33)"),
                        Flag.list("link", "", "Add link to another container"),
                        Flag.list("link-local-ip", "", "Add a link-local address for the container")),
                (flags, context) -> change("connect", "EndpointConfig", endpoint(flags), flags, context));
    }

    private static Map<String, Object> endpoint(Flags flags) {
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
        if (flags.has("gw-priority")) {
            endpoint.put("GwPriority", flags.number("gw-priority"));
        }
        return endpoint;
    }

    private static void list(Map<String, Object> body, String key, List<String> values) {
        if (!values.isEmpty()) {
            body.put(key, values);
        }
    }

    /** {@code berth network disconnect}. */
    public static Command disconnect() {
        return Command.of(
                Sheet.exactly(
                        2,
                        "[OPTIONS] NETWORK CONTAINER",
                        "Disconnect a container from a network",
                        Flag.toggle("force", "f", "Force the container to disconnect from a network")),
                (flags, context) -> change("disconnect", "Force", flags.on("force"), flags, context));
    }

    /** The network and the container are the command's arguments. */
    private static int change(String verb, String key, Object value, Flags flags, Context context) throws IOException {
        context.engine()
                .send(Request.post("networks", flags.argument(0), verb)
                        .json(Map.of("Container", flags.argument(1), key, value)));
        return 0;
    }

    /** {@code berth network ls}. */
    public static Command ls() {
        return Command.of(
                Sheet.exactly(
                        0,
                        "[OPTIONS]",
                        "List networks",
                        Flag.value("filter", "f", "filter", "Provide filter values (e.g. 'driver=bridge')"),
                        Flag.value("format", "", "string", "Pretty-print networks using a Go template"),
                        Flag.toggle("no-trunc", "", "Do not truncate the output"),
                        Flag.toggle("quiet", "q", "Only display network IDs")),
                NetworkCommands::list);
    }

    private static int list(Flags flags, Context context) throws IOException {
        List<JsonValue> networks = new ArrayList<>(context.engine()
                .call(Request.get("networks").filters(flags.filters("filter")))
                .items());
        networks.sort(Comparator.comparing(network -> network.at("Name").text()));
        boolean whole = flags.on("no-trunc");
        if (flags.on("quiet")) {
            networks.forEach(network -> context.line(Ids.shown(network.at("Id").text(), whole)));
            return 0;
        }
        context.out()
                .print(columns(whole)
                        .listing("*network.networkContext", List.of("ID", "Name", "Driver", "Scope"), networks)
                        .text(flags.text("format")));
        return 0;
    }

    private static Columns columns(boolean whole) {
        return new Columns()
                .with("ID", "NETWORK ID", network -> Ids.shown(network.at("Id").text(), whole))
                .text("Name", "NAME")
                .text("Driver", "DRIVER")
                .text("Scope", "SCOPE")
                .with(
                        "IPv6",
                        "IPV6",
                        network -> String.valueOf(network.at("EnableIPv6").truth()))
                .with(
                        "Internal",
                        "INTERNAL",
                        network -> String.valueOf(network.at("Internal").truth()))
                .with("Labels", "LABELS", network -> Labels.text(network.at("Labels")))
                .with(
                        "CreatedAt",
                        "CREATED AT",
                        network -> network.at("Created").text());
    }
}
