package dev.berth.runtime.cli.container;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import dev.berth.runtime.spec.HostConfig.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code -p} of the command line: {@code [[IP:][HOSTPORT[-END]]:]PORT[-END][/PROTOCOL]}.
 *
 * @param hostIp an address without brackets, or empty
 * @param host the host's ports; empty for any free one
 * @param container the container's ports
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#publish">docker run -p</a>
 */
record PublishSpec(String hostIp, String host, Range container, Protocol protocol) {

    /** Ports from first to last, 0..65535. */
    record Range(int first, int last) {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

        int size() {
            return last - first + 1;
        }

        /** {@code 80} or {@code 80-82}; empty if it is neither. */
        static Optional<Range> find(String text) {
            Matcher ends = TEXT.matcher(text);
            if (!ends.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(ends.group(1));
            int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
            return first <= last && last <= 65535 ? Optional.of(new Range(first, last)) : Optional.empty();
        }
    }

    /** A container's port and where it goes on the host. */
    record Mapping(ContainerPort container, HostPort host) {}

    /**
     * Reads it.
     *
     * @throws EngineException.InvalidParameter in the docker command's words
     */
    static PublishSpec parse(String text) {
        int last = text.lastIndexOf(':');
        String containerPart = text.substring(last + 1);
        String rest = last < 0 ? "" : text.substring(0, last);
        int colon = rest.lastIndexOf(':');
        String hostIp = colon < 0 ? "" : rest.substring(0, colon);
        String hostPart = rest.substring(colon + 1);
        int slash = containerPart.indexOf('/');
        String ports = slash < 0 ? containerPart : containerPart.substring(0, slash);
        String protocol = slash < 0 || slash == containerPart.length() - 1 ? "tcp" : containerPart.substring(slash + 1);
        if (ports.isEmpty()) {
            throw new EngineException.InvalidParameter("No port specified: " + text + "<empty>");
        }
        String address = address(hostIp);
        Range container = range(ports, "containerPort");
        if (!hostPart.isEmpty()) {
            checkSizes(range(hostPart, "hostPort"), hostPart, container, ports);
        }
        return new PublishSpec(address, hostPart, container, protocol(protocol));
    }

    /** One mapping for each port of the container, in order. */
    List<Mapping> mappings() {
        List<Mapping> mappings = new ArrayList<>();
        for (int port = container.first(); port <= container.last(); port++) {
            mappings.add(new Mapping(new ContainerPort(port, protocol), new HostPort(hostIp, hostPort(port))));
        }
        return mappings;
    }

    private String hostPort(int containerPort) {
        if (host.isEmpty() || container.size() == 1) {
            return host;
        }
        return Integer.toString(range(host, "hostPort").first() + containerPort - container.first());
    }

    private static String address(String text) {
        if (text.isEmpty()) {
            return "";
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        if (!bracketed && text.contains(":")) {
            throw new EngineException.InvalidParameter(
                    "Invalid ip address " + text + ": address " + text + ":: too many colons in address");
        }
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        try {
            Cidr.parseAddress(bare);
        } catch (EngineException.InvalidParameter invalid) {
            throw new EngineException.InvalidParameter("Invalid ip address: " + bare, invalid);
        }
        return bare;
    }

    private static Range range(String text, String what) {
        return Range.find(text)
                .orElseThrow(() -> new EngineException.InvalidParameter("Invalid " + what + ": " + text));
    }

    /** A range of host ports may stand against a single container port: any of them will do. */
    private static void checkSizes(Range host, String hostText, Range container, String containerText) {
        if (host.size() != container.size() && container.size() != 1) {
            throw new EngineException.InvalidParameter(
                    "Invalid ranges specified for container and host Ports: " + containerText + " and " + hostText);
        }
    }

    /** @throws EngineException.InvalidParameter it is neither tcp nor udp nor sctp, in whatever case */
    static Protocol protocol(String word) {
        try {
            return Protocol.parse(word.toLowerCase(Locale.ROOT));
        } catch (EngineException.InvalidParameter invalid) {
            throw new EngineException.InvalidParameter("Invalid proto: " + word, invalid);
        }
    }
}
