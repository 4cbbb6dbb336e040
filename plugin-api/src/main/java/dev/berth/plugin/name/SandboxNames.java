package dev.berth.plugin.name;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a sandbox sees.
 *
 * @param id the container's
 * @param sandbox file of the network namespace
 * @param networkIds in the order they are asked
 * @param links private names of this sandbox only: alias to the container name it stands for
 * @param upstreams servers for everything else, in order; asked from inside the sandbox
 * @param hostUpstreams servers asked from the host's namespace, for when {@code upstreams} is empty
 * @param internal nothing is forwarded
 */
public record SandboxNames(
        String id,
        Path sandbox,
        List<String> networkIds,
        Map<String, String> links,
        List<InetAddress> upstreams,
        List<InetAddress> hostUpstreams,
        boolean internal) {
    public SandboxNames {
        networkIds = List.copyOf(networkIds);
        links = Map.copyOf(links);
        upstreams = List.copyOf(upstreams);
        hostUpstreams = List.copyOf(hostUpstreams);
    }
}
