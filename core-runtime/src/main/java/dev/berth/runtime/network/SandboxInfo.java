package dev.berth.runtime.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a container is started with.
 *
 * @param namespace file of its network namespace; empty for the host's own
 * @param hostname inside
 * @param domainname inside, may be empty
 * @param hostnameFile to be bind-mounted on /etc/hostname
 * @param hosts to be bind-mounted on /etc/hosts
 * @param resolvConf to be bind-mounted on /etc/resolv.conf
 * @param linkEnvironment variables of legacy links, {@code NAME=value}; the user's own win over them
 */
public record SandboxInfo(
        Optional<Path> namespace,
        String hostname,
        String domainname,
        Path hostnameFile,
        Path hosts,
        Path resolvConf,
        List<String> linkEnvironment) {
    public SandboxInfo {
        linkEnvironment = List.copyOf(linkEnvironment);
    }
}
