package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code -p} and {@code --expose} as Docker's command expands them: {@code [[IP:]HOST:]CONTAINER[/PROTO]}, ports or
 * ranges of ports.
 *
 * @see <a href="https://pkg.go.dev/github.com/docker/go-connections/nat">go-connections/nat</a>
 */
final class PortFlag {
    private final Map<String, Map<String, Object>> exposed = new LinkedHashMap<>();
    private final Map<String, List<Map<String, String>>> bindings = new LinkedHashMap<>();

    private PortFlag() {}

    /**
     * Reads both flags.
     *
     * @throws EngineException.InvalidParameter with Docker's words
     */
    static PortFlag of(List<String> publish, List<String> expose) {
        PortFlag ports = new PortFlag();
        publish.forEach(ports::publish);
        expose.forEach(ports::expose);
        return ports;
    }

    /** {@code ExposedPorts}: {@code 80/tcp} with an empty object. */
    Map<String, Map<String, Object>> exposed() {
        return exposed;
    }

    /** {@code PortBindings}: {@code 80/tcp} with host addresses and ports. */
    Map<String, List<Map<String, String>>> bindings() {
        return bindings;
    }

    private void publish(String spec) {
        for (PublishSpec.Mapping mapping : PublishSpec.parse(spec).mappings()) {
            String inside = mapping.container().toString();
            Map<String, String> binding = new LinkedHashMap<>();
            binding.put("HostIp", mapping.host().hostIp());
            binding.put("HostPort", mapping.host().hostPort());
            exposed.put(inside, Map.of());
            bindings.computeIfAbsent(inside, key -> new ArrayList<>()).add(binding);
        }
    }

    private void expose(String spec) {
        if (spec.contains(":")) {
            throw new EngineException.InvalidParameter("invalid port format for --expose: " + spec);
        }
        int slash = spec.indexOf('/');
        Protocol protocol = PublishSpec.protocol(slash < 0 ? "tcp" : spec.substring(slash + 1));
        PublishSpec.Range range = PublishSpec.Range.find(slash < 0 ? spec : spec.substring(0, slash))
                .orElseThrow(() -> new EngineException.InvalidParameter("invalid range format for --expose: " + spec));
        for (int port = range.first(); port <= range.last(); port++) {
            exposed.putIfAbsent(new ContainerPort(port, protocol).toString(), Map.of());
        }
    }
}
