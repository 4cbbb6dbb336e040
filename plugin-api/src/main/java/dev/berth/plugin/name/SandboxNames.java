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
 * @param ttlSeconds how long answers about containers may be kept, 0..86400
 */
public record SandboxNames(
        String id,
        Path sandbox,
        List<String> networkIds,
        Map<String, String> links,
        List<InetAddress> upstreams,
        List<InetAddress> hostUpstreams,
        boolean internal,
        int ttlSeconds) {
    /** How long a container's address may be kept by who asked for it: it may have another one soon. */
    public static final int DEFAULT_TTL_SECONDS = 5;

    private static final int LONGEST_TTL_SECONDS = 86_400;

    public SandboxNames {
        networkIds = List.copyOf(networkIds);
        links = Map.copyOf(links);
        upstreams = List.copyOf(upstreams);
        hostUpstreams = List.copyOf(hostUpstreams);
        if (ttlSeconds < 0 || ttlSeconds > LONGEST_TTL_SECONDS) {
            throw new IllegalArgumentException("TTL out of range: " + ttlSeconds);
        }
    }

    /** With the usual TTL. */
    public SandboxNames(
            String id,
            Path sandbox,
            List<String> networkIds,
            Map<String, String> links,
            List<InetAddress> upstreams,
            List<InetAddress> hostUpstreams,
            boolean internal) {
        this(id, sandbox, networkIds, links, upstreams, hostUpstreams, internal, DEFAULT_TTL_SECONDS);
    }
}
