package dev.berth.bridge;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The driver's networks, endpoints and permits as the text that {@link RecordFiles} keeps. Pure. */
final class BridgeRecords {
    private static final String OPTION = "option.";

    private BridgeRecords() {}

    static Map<String, String> of(BridgeNetwork network, Map<String, String> rawOptions) {
        Map<String, String> fields = new HashMap<>();
        fields.put("id", network.id());
        fields.put("bridge", network.bridge());
        fields.put("owned", Boolean.toString(network.owned()));
        network.loan().ifPresent(loan -> put(fields, loan));
        fields.put("internal", Boolean.toString(network.internal()));
        fields.put("subnets", words(network.subnets()));
        put(fields, "gateway4", network.gateway4());
        put(fields, "gateway6", network.gateway6());
        put(fields, "router4", network.router4());
        put(fields, "router6", network.router6());
        rawOptions.forEach((key, value) -> fields.put(OPTION + key, value));
        return fields;
    }

    static BridgeNetwork network(Map<String, String> fields) {
        Map<String, String> options = new HashMap<>();
        fields.forEach((key, value) -> {
            if (key.startsWith(OPTION)) {
                options.put(key.substring(OPTION.length()), value);
            }
        });
        return new BridgeNetwork(
                field(fields, "id"),
                field(fields, "bridge"),
                Boolean.parseBoolean(field(fields, "owned")) ? Optional.empty() : Optional.of(loan(fields)),
                Boolean.parseBoolean(field(fields, "internal")),
                BridgeOptions.parse(options),
                words(fields, "subnets").map(Cidr::parse).toList(),
                cidr(fields, "gateway4"),
                cidr(fields, "gateway6"),
                cidr(fields, "router4"),
                cidr(fields, "router6"));
    }

    private static void put(Map<String, String> fields, BridgeLoan loan) {
        fields.put("loan.addresses", words(loan.addresses()));
        fields.put("loan.mtu", Integer.toString(loan.mtu()));
        fields.put("loan.localnet", Boolean.toString(loan.localnet()));
    }

    /** Nothing where an older Berth wrote it, which put nothing back. */
    private static BridgeLoan loan(Map<String, String> fields) {
        return fields.containsKey("loan.addresses")
                ? new BridgeLoan(
                        words(fields, "loan.addresses").map(Cidr::parse).toList(),
                        Integer.parseInt(field(fields, "loan.mtu")),
                        Boolean.parseBoolean(field(fields, "loan.localnet")))
                : BridgeLoan.NOTHING;
    }

    static Map<String, String> of(BridgeEndpoint endpoint) {
        Map<String, String> fields = new HashMap<>();
        fields.put("network", endpoint.networkId());
        fields.put("id", endpoint.id());
        fields.put("mac", endpoint.mac().text());
        put(fields, "ipv4", endpoint.ipv4());
        put(fields, "ipv6", endpoint.ipv6());
        for (int i = 0; i < endpoint.published().size(); i++) {
            PortBinding port = endpoint.published().get(i);
            fields.put(
                    "port." + i, port.container() + " " + port.hostAddress().getHostAddress() + " " + port.hostPort());
        }
        return fields;
    }

    static BridgeEndpoint endpoint(Map<String, String> fields) {
        List<PortBinding> published = new ArrayList<>();
        for (int i = 0; fields.containsKey("port." + i); i++) {
            String[] word = field(fields, "port." + i).split(" ");
            int hostPort = Integer.parseInt(word[2]);
            published.add(new PortBinding(port(word[0]), Cidr.parseAddress(word[1]), hostPort, hostPort));
        }
        return new BridgeEndpoint(
                field(fields, "network"),
                field(fields, "id"),
                new MacAddress(field(fields, "mac")),
                cidr(fields, "ipv4"),
                cidr(fields, "ipv6"),
                published);
    }

    static Map<String, String> of(LinkPermit permit) {
        return Map.of(
                "network", permit.networkId(),
                "child", permit.child(),
                "parent", permit.parent(),
                "ports", words(permit.ports()));
    }

    static LinkPermit permit(Map<String, String> fields) {
        return new LinkPermit(
                field(fields, "network"),
                field(fields, "child"),
                field(fields, "parent"),
                words(fields, "ports").map(BridgeRecords::port).toList());
    }

    private static String words(List<?> values) {
        return String.join(" ", values.stream().map(Object::toString).toList());
    }

    private static Stream<String> words(Map<String, String> fields, String key) {
        return Stream.of(field(fields, key).split(" ")).filter(word -> !word.isEmpty());
    }

    private static ContainerPort port(String text) {
        int slash = text.indexOf('/');
        return new ContainerPort(Integer.parseInt(text.substring(0, slash)), Protocol.parse(text.substring(slash + 1)));
    }

    private static void put(Map<String, String> fields, String key, Optional<Cidr> value) {
        value.ifPresent(cidr -> fields.put(key, cidr.toString()));
    }

    private static Optional<Cidr> cidr(Map<String, String> fields, String key) {
        return Optional.ofNullable(fields.get(key)).map(Cidr::parse);
    }

    private static String field(Map<String, String> fields, String key) {
        return Optional.ofNullable(fields.get(key))
                .orElseThrow(() -> new EngineException.SystemFailure("bridge driver's record lacks " + key));
    }
}
