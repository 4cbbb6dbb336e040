package dev.berth.runtime.cli.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code berth network create}. */
public final class NetworkCreate implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] NETWORK",
                "Create a network",
                Flag.toggle("attachable", "", "Enable manual container attachment"),
                Flag.list("aux-address", "", "Auxiliary IPv4 or IPv6 addresses used by Network driver"),
                Flag.value("driver", "d", "string", "Driver to manage the Network")
                        .or("bridge"),
                Flag.list("gateway", "", "IPv4 or IPv6 Gateway for the master subnet"),
                Flag.toggle("internal", "", "Restrict external access to the network"),
                Flag.list("ip-range", "", "Allocate container ip from a sub-range"),
                Flag.value("ipam-driver", "", "string", "IP Address Management Driver")
                        .or("default"),
                Flag.list("ipam-opt", "", "Set IPAM driver specific options"),
                Flag.toggle("ipv4", "", "Enable or disable IPv4 address assignment")
                        .or("true")
                        .since(48),
                Flag.toggle("ipv6", "", "Enable or disable IPv6 address assignment"),
                Flag.list("label", "", "Set metadata on a network"),
                Flag.list("opt", "o", "Set driver specific options"),
                Flag.value("scope", "", "string", "Control the network's scope"),
                Flag.list("subnet", "", "Subnet in CIDR format that represents a network segment"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Map<String, Object> ipam = new LinkedHashMap<>();
        ipam.put("Driver", flags.text("ipam-driver"));
        ipam.put("Options", flags.map("ipam-opt"));
        ipam.put("Config", pools(flags));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Name", flags.argument(0));
        body.put("CheckDuplicate", true);
        body.put("Driver", flags.text("driver"));
        body.put("Scope", flags.text("scope"));
        // what is not said is the engine's to choose
        if (flags.has("ipv4")) {
            body.put("EnableIPv4", flags.on("ipv4"));
        }
        if (flags.has("ipv6")) {
            body.put("EnableIPv6", flags.on("ipv6"));
        }
        body.put("IPAM", ipam);
        body.put("Internal", flags.on("internal"));
        body.put("Attachable", flags.on("attachable"));
        body.put("Options", flags.map("opt"));
        body.put("Labels", flags.map("label"));
        JsonValue created =
                context.engine().call(Request.post("networks", "create").json(body));
        if (!created.at("Warning").text().isEmpty()) {
            context.err().print("WARNING: " + created.at("Warning").text() + "\n");
        }
        context.line(created.at("Id").text());
        return 0;
    }

    /** Each range, gateway and auxiliary address joins the subnet that it lies in, as Docker's command does. */
    static List<Map<String, Object>> pools(Flags flags) {
        Map<String, Map<String, Object>> pools = new LinkedHashMap<>();
        for (String subnet : flags.commaList("subnet")) {
            Map<String, Object> pool = new LinkedHashMap<>();
            pool.put("Subnet", subnet);
            if (pools.putIfAbsent(subnet, pool) != null) {
                throw new CliException(1, "multiple overlapping subnet configuration is not supported");
            }
        }
        boolean unplaced = flags.has("gateway") || flags.has("ip-range");
        if (pools.isEmpty() && unplaced) {
            throw new CliException(1, "every ip-range or gateway must have a corresponding subnet");
        }
        flags.commaList("ip-range").forEach(range -> join(pools, range, "IPRange", "range"));
        flags.commaList("gateway").forEach(gateway -> join(pools, gateway, "Gateway", "gateway"));
        for (Map.Entry<String, String> auxiliary : flags.map("aux-address").entrySet()) {
            Map<String, Object> pool = holder(pools, auxiliary.getValue(), "aux-address");
            Map<String, Object> all = new LinkedHashMap<>();
            if (pool.get("AuxiliaryAddresses") instanceof Map<?, ?> before) {
                before.forEach((name, address) -> all.put(String.valueOf(name), address));
            }
            all.put(auxiliary.getKey(), auxiliary.getValue());
            pool.put("AuxiliaryAddresses", all);
        }
        return new ArrayList<>(pools.values());
    }

    private static void join(Map<String, Map<String, Object>> pools, String value, String key, String what) {
        if (holder(pools, value, what).putIfAbsent(key, value) != null) {
            throw new CliException(1, "cannot configure multiple " + what + "s on a single subnet");
        }
    }

    private static Map<String, Object> holder(Map<String, Map<String, Object>> pools, String value, String what) {
        String address = value.contains("/") ? value.substring(0, value.indexOf('/')) : value;
        for (Map.Entry<String, Map<String, Object>> pool : pools.entrySet()) {
            try {
                if (Cidr.parse(pool.getKey()).network().contains(Cidr.parseAddress(address))) {
                    return pool.getValue();
                }
            } catch (EngineException.InvalidParameter malformed) {
                throw new CliException(1, String.valueOf(malformed.getMessage()));
            }
        }
        throw new CliException(1, "no matching subnet for " + what + " " + value);
    }
}
