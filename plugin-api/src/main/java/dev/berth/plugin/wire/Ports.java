package dev.berth.plugin.wire;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import dev.berth.plugin.wire.NetworkProtocol.PortMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Published ports on the wire and as drivers take them. */
public final class Ports {
    private static final String EVERYWHERE = "0.0.0.0";

    private Ports() {}

    /**
     * The bindings under {@link NetworkProtocol#PORT_MAP} of an endpoint's options, none if there is no such option.
     *
     * @throws EngineException.InvalidParameter it is of another shape
     */
    public static List<PortBinding> bindings(Map<String, Object> options) {
        List<PortBinding> bindings = new ArrayList<>();
        if (options.get(NetworkProtocol.PORT_MAP) instanceof Collection<?> mappings) {
            mappings.forEach(mapping -> bindings.add(binding(PluginJson.convertValue(mapping, PortMapping.class))));
        }
        return bindings;
    }

    private static PortBinding binding(PortMapping mapping) {
        String address = mapping.hostIp().isEmpty() ? EVERYWHERE : mapping.hostIp();
        try {
            return new PortBinding(
                    new ContainerPort(mapping.port(), protocol(mapping.protocol())),
                    Cidr.parseAddress(address),
                    mapping.hostPort(),
                    Math.max(mapping.hostPort(), mapping.hostPortEnd()));
        } catch (IllegalArgumentException invalid) {
            throw new EngineException.InvalidParameter(String.valueOf(invalid.getMessage()), invalid);
        }
    }

    private static Protocol protocol(int number) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.number() == number) {
                return protocol;
            }
        }
        throw new EngineException.InvalidParameter("invalid protocol number: " + number);
    }

    /** The same on the wire. */
    public static List<PortMapping> mappings(List<PortBinding> bindings) {
        return bindings.stream()
                .map(binding -> new PortMapping(
                        binding.container().protocol().number(),
                        "",
                        binding.container().number(),
                        binding.hostAddress().getHostAddress(),
                        binding.hostPort(),
                        binding.hostPortEnd()))
                .toList();
    }
}
