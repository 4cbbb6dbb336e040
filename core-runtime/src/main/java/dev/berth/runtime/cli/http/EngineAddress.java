package dev.berth.runtime.cli.http;

import dev.berth.runtime.cli.CliException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the engine listens.
 *
 * @param socket path of the Unix socket
 */
public record EngineAddress(Path socket) {
    private static final String SCHEME = "unix://";
    private static final String DEFAULT = SCHEME + "/run/berth/docker.sock";

    /**
     * The address named by a flag, else by {@code BERTH_HOST}, else by {@code DOCKER_HOST}, else the default.
     *
     * @param flag {@code -H}'s value, empty if not given
     */
    public static EngineAddress choose(String flag, Map<String, String> environment) {
        for (String host : new String[] {
            flag, environment.getOrDefault("BERTH_HOST", ""), environment.getOrDefault("DOCKER_HOST", "")
        }) {
            if (!host.isEmpty()) {
                return parse(host);
            }
        }
        return parse(DEFAULT);
    }

    private static EngineAddress parse(String host) {
        if (!host.startsWith(SCHEME) || host.length() == SCHEME.length()) {
            throw new CliException(1, "unable to parse host `" + host + "`: only unix:///path is supported");
        }
        return new EngineAddress(Path.of(host.substring(SCHEME.length())));
    }

    @Override
    public String toString() {
        return SCHEME + socket;
    }
}
