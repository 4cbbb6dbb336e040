package dev.berth.plugin.name;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What the three files say.
 *
 * @param hostname with or without domain, Docker's {@code -h}
 * @param domainname Docker's {@code --domainname}, which /etc/hosts has and /etc/hostname has not; empty for none
 * @param addresses the container's own, each is given a line with the host name
 * @param links lines of linked containers
 * @param extraHosts lines of {@code --add-host}
 * @param resolver what resolv.conf says
 */
public record HostFilesSpec(
        String hostname,
        String domainname,
        List<InetAddress> addresses,
        List<HostLine> links,
        List<HostLine> extraHosts,
        Resolver resolver) {
    public HostFilesSpec {
        addresses = List.copyOf(addresses);
        links = List.copyOf(links);
        extraHosts = List.copyOf(extraHosts);
    }

    /** The host name with its domain. */
    public String fullName() {
        return domainname.isEmpty() ? hostname : hostname + "." + domainname;
    }

    /** A line of /etc/hosts: address, tab, names joined by spaces. */
    public record HostLine(InetAddress address, List<String> names) {
        public HostLine {
            names = List.copyOf(names);
        }
    }

    /**
     * What resolv.conf says.
     *
     * @param embedded true for 127.0.0.11 (user-defined networks), false for the servers themselves (default bridge)
     * @param hostFile the host's resolv.conf to start from
     * @param servers {@code --dns}; replaces the host's when not empty
     * @param search {@code --dns-search}; replaces the host's when not empty, a single {@code .} for none
     * @param options {@code --dns-option}; replaces the host's when not empty
     */
    public record Resolver(
            boolean embedded, Path hostFile, List<InetAddress> servers, List<String> search, List<String> options) {
        public Resolver {
            servers = List.copyOf(servers);
            search = List.copyOf(search);
            options = List.copyOf(options);
        }
    }
}
