package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Flags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every {@code --network} of a container; the first has also what flags beside it say, such as {@code --ip}. */
final class NetworkFlag {
    private final List<NetworkAttachment> attachments;

    private NetworkFlag(List<NetworkAttachment> attachments) {
        this.attachments = attachments;
    }

    /**
     * Reads the flags.
     *
     * @throws CliException with Docker's words, if they contradict each other
     */
    static NetworkFlag of(Flags flags) {
        List<NetworkAttachment> attachments = new ArrayList<>(flags.each("network", NetworkAttachment::parse));
        attachments.addAll(flags.each("net", NetworkAttachment::parse));
        if (attachments.isEmpty()) {
            attachments.add(new NetworkAttachment("default", Map.of()));
        }
        attachments.set(0, withFlags(attachments.get(0), flags));
        check(attachments);
        return new NetworkFlag(attachments);
    }

    private static NetworkAttachment withFlags(NetworkAttachment first, Flags flags) {
        List<String> aliases = new ArrayList<>(flags.list("network-alias"));
        aliases.addAll(flags.list("net-alias"));
        NetworkAttachment whole = first;
        whole = with(whole, NetworkAttachment.ALIAS, aliases, "--network-alias", "alias");
        if (first.isUserDefined()) {
            whole = with(whole, NetworkAttachment.LINK, flags.list("link"), "--link", "links");
        }
        whole = with(whole, NetworkAttachment.IP, flags.list("ip"), "--ip", "IPv4 address");
        whole = with(whole, NetworkAttachment.IP6, flags.list("ip6"), "--ip6", "IPv6 address");
        List<String> linkLocal = flags.list("link-local-ip");
        whole = with(whole, NetworkAttachment.LINK_LOCAL, linkLocal, "--link-local-ip", "link-local IP addresses");
        if (first.hasEndpoint()) {
            whole = with(whole, NetworkAttachment.MAC, flags.list("mac-address"), "--mac-address", "MAC address");
        }
        return whole;
    }

    private static NetworkAttachment with(
            NetworkAttachment first, String key, List<String> values, String flag, String what) {
        if (values.isEmpty()) {
            return first;
        }
        if (first.has(key)) {
            throw new CliException(
                    125, "conflicting options: cannot specify both " + flag + " and per-network " + what);
        }
        return first.with(key, values);
    }

    private static void check(List<NetworkAttachment> attachments) {
        List<String> names = new ArrayList<>();
        for (NetworkAttachment attachment : attachments) {
            if (attachment.name().isBlank()) {
                throw new CliException(125, "no name set for network");
            }
            if (names.contains(attachment.name())) {
                throw new CliException(125, "network \"" + attachment.name() + "\" is specified multiple times");
            }
            names.add(attachment.name());
        }
        if (attachments.stream()
                        .map(NetworkAttachment::isUserDefined)
                        .distinct()
                        .count()
                > 1) {
            throw new CliException(
                    125, "conflicting options: cannot attach both user-defined and non-user-defined network-modes");
        }
    }

    /** {@code NetworkMode} of a {@code HostConfig}. */
    String mode() {
        return attachments.get(0).name();
    }

    /** Whether the container has an endpoint of its own. */
    boolean hasEndpoint() {
        return attachments.get(0).hasEndpoint();
    }

    /** {@code NetworkingConfig} of a create; one network of which nothing more is said is the engine's to find. */
    Map<String, Object> config() {
        Map<String, Object> endpoints = new LinkedHashMap<>();
        for (NetworkAttachment attachment : attachments) {
            Map<String, Object> endpoint = attachment.endpoint();
            if (attachments.size() > 1 || !endpoint.isEmpty()) {
                endpoints.put(attachment.name(), endpoint);
            }
        }
        return Map.of("EndpointsConfig", endpoints);
    }
}
