package dev.berth.dns.link;

import dev.berth.plugin.AddressText;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Docker's variables of legacy links. Ports are in the order of their numbers, TCP first among equals; a run of
 * consecutive ports has {@code _START} and {@code _END} besides. Beyond Docker, {@code _ADDR6} is the IPv6 address.
 *
 * @see <a href="https://docs.docker.com/engine/network/links/#environment-variables">Legacy container links</a>
 */
public final class DockerLinkEnvironment implements LinkEnvironment {
    private static final Comparator<ContainerPort> ORDER = Comparator.comparingInt(ContainerPort::number)
            .thenComparing(ContainerPort::protocol, Comparator.comparing(protocol -> protocol != Protocol.TCP))
            .thenComparing(port -> port.protocol().word());

    private static final Set<String> NOT_PASSED = Set.of("HOME", "PATH");

    @Override
    public List<String> environment(Link link) {
        String prefix = link.alias().toUpperCase(Locale.ROOT).replace('-', '_');
        String host = host(link.address());
        Optional<String> six = six(link);
        List<ContainerPort> ports = link.ports().stream().sorted(ORDER).toList();
        List<String> variables = new ArrayList<>();
        if (!ports.isEmpty()) {
            variables.add(prefix + "_PORT=" + url(ports.get(0), host));
        }
        addRuns(variables, prefix, link.address(), ports);
        for (ContainerPort port : ports) {
            String name = name(prefix, port);
            variables.add(name + "=" + url(port, host));
            variables.add(name + "_ADDR=" + AddressText.of(link.address()));
            six.ifPresent(address -> variables.add(name + "_ADDR6=" + address));
            variables.add(name + "_PORT=" + port.number());
            variables.add(name + "_PROTO=" + port.protocol().word());
        }
        variables.add(prefix + "_NAME=/" + link.child() + "/" + link.alias());
        for (String variable : link.parentEnvironment()) {
            int equals = variable.indexOf('=');
            if (equals > 0 && !NOT_PASSED.contains(variable.substring(0, equals))) {
                variables.add(prefix + "_ENV_" + variable);
            }
        }
        return variables;
    }

    /** As an address stands in a URL. */
    private static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + AddressText.of(address) + "]" : AddressText.of(address);
    }

    /** An IPv6 address besides; Docker tells none. */
    private static Optional<String> six(Link link) {
        return link.addresses().stream()
                .skip(1)
                .filter(Inet6Address.class::isInstance)
                .map(AddressText::of)
                .findFirst();
    }

    private static void addRuns(List<String> variables, String prefix, InetAddress address, List<ContainerPort> ports) {
        for (ContainerPort first : ports) {
            if (isThere(ports, first, first.number() - 1)) {
                continue;
            }
            int last = first.number();
            while (isThere(ports, first, last + 1)) {
                last++;
            }
            if (last > first.number()) {
                addRun(variables, name(prefix, first), address, first, new ContainerPort(last, first.protocol()));
            }
        }
    }

    private static boolean isThere(List<ContainerPort> ports, ContainerPort like, int number) {
        return ports.stream().anyMatch(port -> port.number() == number && port.protocol() == like.protocol());
    }

    private static void addRun(
            List<String> variables, String name, InetAddress address, ContainerPort first, ContainerPort last) {
        String host = host(address);
        variables.add(name + "_START=" + url(first, host));
        variables.add(name + "_ADDR=" + AddressText.of(address));
        variables.add(name + "_PROTO=" + first.protocol().word());
        variables.add(name + "_PORT_START=" + first.number());
        variables.add(name + "_END=" + url(last, host));
        variables.add(name + "_PORT_END=" + last.number());
    }

    private static String name(String prefix, ContainerPort port) {
        return prefix + "_PORT_" + port.number() + "_" + port.protocol().word().toUpperCase(Locale.ROOT);
    }

    private static String url(ContainerPort port, String host) {
        return port.protocol().word() + "://" + host + ":" + port.number();
    }
}
