package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code -p} and {@code --expose} as Docker's command expands them: {@code [[IP:]HOST:]CONTAINER[/PROTO]}, ports or
 * ranges of ports.
 *
 * @see <a href="https://pkg.go.dev/github.com/docker/go-connections/nat">go-connections/nat</a>
 */
final class PortFlag {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

    private final Map<String, Map<String, Object>> exposed = new LinkedHashMap<>();
    private final Map<String, List<Map<String, String>>> bindings = new LinkedHashMap<>();

    private PortFlag() {}

    /** A range of ports, both ends included. */
    private record Range(int first, int last) {
        int length() {
            return last - first + 1;
        }
    }

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
        int slash = spec.lastIndexOf('/');
        String protocol = protocol(slash < 0 ? "" : spec.substring(slash + 1));
        List<String> parts = parts(slash < 0 ? spec : spec.substring(0, slash));
        String container = parts.get(2);
        if (container.isEmpty()) {
            throw new EngineException.InvalidParameter("No port specified: " + spec + "<empty>");
        }
        Range inside = range(container, "Invalid containerPort: " + container);
        String address = parts.get(0);
        if (!address.isEmpty() && !address.matches("[0-9a-fA-F:.%a-z]+")) {
            throw new EngineException.InvalidParameter("Invalid ip address: " + address);
        }
        String host = parts.get(1);
        Range outside = host.isEmpty() ? inside : range(host, "Invalid hostPort: " + host);
        boolean picked = !host.isEmpty() && inside.length() == 1 && outside.length() > 1;
        if (!host.isEmpty() && !picked && outside.length() != inside.length()) {
            throw new EngineException.InvalidParameter(
                    "Invalid ranges specified for container and host Ports: " + container + " and " + host);
        }
        for (int place = 0; place < inside.length(); place++) {
            String port = host.isEmpty() ? "" : picked ? host : String.valueOf(outside.first() + place);
            bind((inside.first() + place) + "/" + protocol, address, port);
        }
    }

    private void bind(String inside, String address, String port) {
        exposed.put(inside, Map.of());
        Map<String, String> binding = new LinkedHashMap<>();
        binding.put("HostIp", address);
        binding.put("HostPort", port);
        bindings.computeIfAbsent(inside, key -> new ArrayList<>()).add(binding);
    }

    private void expose(String spec) {
        if (spec.contains(":")) {
            throw new EngineException.InvalidParameter("invalid port format for --expose: " + spec);
        }
        int slash = spec.indexOf('/');
        String protocol = protocol(slash < 0 ? "" : spec.substring(slash + 1));
        Range range = range(slash < 0 ? spec : spec.substring(0, slash), "invalid range format for --expose: " + spec);
        for (int port = range.first(); port <= range.last(); port++) {
            exposed.putIfAbsent(port + "/" + protocol, Map.of());
        }
    }

    /** Address, host port and container port; the first two may be empty. */
    private static List<String> parts(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf("]:");
            if (close < 0) {
                throw new EngineException.InvalidParameter("Invalid ip address " + text + ": missing ']' in address");
            }
            String[] rest = text.substring(close + 2).split(":", -1);
            return List.of(text.substring(1, close), rest.length > 1 ? rest[0] : "", rest[rest.length - 1]);
        }
        String[] parts = text.split(":", -1);
        return switch (parts.length) {
            case 1 -> List.of("", "", parts[0]);
            case 2 -> List.of("", parts[0], parts[1]);
            case 3 -> List.of(parts[0], parts[1], parts[2]);
            default ->
                List.of(
                        text.substring(
                                0,
                                text.length()
                                        - parts[parts.length - 1].length()
                                        - parts[parts.length - 2].length()
                                        - 2),
                        parts[parts.length - 2],
                        parts[parts.length - 1]);
        };
    }

    private static String protocol(String word) {
        String protocol = word.isEmpty() ? "tcp" : word.toLowerCase(java.util.Locale.ROOT);
        if (!PROTOCOLS.contains(protocol)) {
            throw new EngineException.InvalidParameter("Invalid proto: " + word);
        }
        return protocol;
    }

    private static Range range(String text, String complaint) {
        String[] ends = text.split("-", -1);
        try {
            int first = Integer.parseInt(ends[0]);
            int last = ends.length == 2 ? Integer.parseInt(ends[1]) : first;
            if (ends.length <= 2 && first >= 0 && first <= last && last <= 65535) {
                return new Range(first, last);
            }
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter(complaint, notANumber);
        }
        throw new EngineException.InvalidParameter(complaint);
    }
}
