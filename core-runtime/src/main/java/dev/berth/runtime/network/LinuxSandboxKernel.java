package dev.berth.runtime.network;

import dev.berth.linux.netlink.Link;
import dev.berth.linux.netlink.Route;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.JoinInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernel of this host. */
final class LinuxSandboxKernel implements SandboxKernel {
    private static final Path NET = Path.of("/proc/sys/net");

    private final SpareNamespace spare = new SpareNamespace(LinuxSandboxKernel::fresh);

    @Override
    public void prepare() {
        spare.prepare();
    }

    @Override
    public void create(Path file) {
        try (NetNs sandbox = spare.take()) {
            sandbox.persist(file).close();
        }
    }

    private static NetNs fresh() {
        return NetNs.create(() -> {
            // As Docker: no IPv6, link-local addresses included, where no network has any.
            sysctl("all/disable_ipv6", "1");
            sysctl("default/disable_ipv6", "1");
            try (RtNetlink inside = RtNetlink.open()) {
                inside.setUp(index(inside, "lo"));
            }
        });
    }

    @Override
    public void delete(Path file) {
        NetNs.delete(file);
    }

    @Override
    public void configure(Path file, List<Interface> interfaces, DefaultRoutes routes) {
        try (NetNs sandbox = NetNs.open(file);
                RtNetlink inside = RtNetlink.open(sandbox)) {
            interfaces.forEach(each -> bringIn(sandbox, each));
            interfaces.forEach(each -> allowV6(sandbox, each));
            interfaces.forEach(each -> setUp(sandbox, inside, each));
            defaults(inside, routes).forEach(inside::addRoute);
        }
    }

    @Override
    public void route(Path file, DefaultRoutes routes) {
        try (NetNs sandbox = NetNs.open(file);
                RtNetlink inside = RtNetlink.open(sandbox)) {
            List<Route> there =
                    inside.routes().stream().filter(Route::isDefault).toList();
            List<Route> wanted = defaults(inside, routes);
            there.stream().filter(route -> !isAmong(wanted, route)).forEach(inside::deleteRoute);
            wanted.stream().filter(route -> !isAmong(there, route)).forEach(inside::addRoute);
        }
    }

    @Override
    public Optional<List<Cidr>> addresses(String link) {
        try (RtNetlink host = RtNetlink.open()) {
            return host.link(link)
                    .map(found -> host.addresses().stream()
                            .filter(address -> address.index() == found.index())
                            .filter(address -> !address.address().isLinkLocalAddress())
                            .map(address -> new Cidr(address.address(), address.prefix()))
                            .toList());
        }
    }

    @Override
    public boolean hostHasV6() {
        return Files.exists(Path.of("/proc/net/if_inet6"));
    }

    @Override
    public void close() {
        spare.close();
    }

    private static void bringIn(NetNs sandbox, Interface each) {
        if (each.attachment() instanceof JoinInfo.OnHost onHost) {
            try (RtNetlink host = RtNetlink.open()) {
                host.setNetNs(index(host, onHost.sourceName()), sandbox);
            }
        }
    }

    private static void allowV6(NetNs sandbox, Interface each) {
        if (each.addresses().stream().anyMatch(address -> !address.isV4())) {
            String name = nameOnArrival(each);
            sandbox.run(() -> {
                sysctl("lo/disable_ipv6", "0");
                sysctl(name + "/disable_ipv6", "0");
                sysctl(name + "/accept_dad", "0");
            });
        }
    }

    private static void setUp(NetNs sandbox, RtNetlink inside, Interface each) {
        int index = index(inside, nameOnArrival(each));
        if (!nameOnArrival(each).equals(each.name())) {
            inside.rename(index, each.name());
        }
        inside.setMac(index, each.mac().bytes());
        if (!each.sysctls().isEmpty()) {
            sandbox.run(() -> each.sysctls().forEach(LinuxSandboxKernel::chosen));
        }
        for (Cidr address : each.addresses()) {
            inside.addAddress(index, address.address(), address.prefix());
        }
        inside.setUp(index);
        for (JoinInfo.StaticRoute route : each.routes()) {
            Cidr destination = route.destination().network();
            inside.addRoute(route.nextHop()
                    .map(hop -> Route.via(destination.address(), destination.prefix(), hop))
                    .orElseGet(() -> Route.onLink(destination.address(), destination.prefix(), index)));
        }
    }

    private static void chosen(String name, String value) {
        Path file = NET.resolve(name);
        if (!Files.exists(file)) {
            throw new EngineException.InvalidParameter(
                    "unable to set sysctl " + file + ": this kernel has no such setting");
        }
        try {
            Files.writeString(file, value);
        } catch (IOException failure) {
            throw new EngineException.InvalidParameter(
                    "unable to set sysctl " + file + " to '" + value + "': " + failure.getMessage(), failure);
        }
    }

    private static List<Route> defaults(RtNetlink inside, DefaultRoutes routes) {
        return routes.hops().stream()
                .map(hop -> Route.defaultVia(hop.address(), index(inside, hop.interfaceName())))
                .toList();
    }

    /** The kernel tells more of a route than was said when it was made. */
    private static boolean isAmong(List<Route> routes, Route one) {
        return routes.stream()
                .anyMatch(route ->
                        route.gateway().equals(one.gateway()) && route.index().equals(one.index()));
    }

    private static String nameOnArrival(Interface each) {
        return each.attachment() instanceof JoinInfo.OnHost onHost ? onHost.sourceName() : each.name();
    }

    private static int index(RtNetlink netlink, String name) {
        return netlink.link(name)
                .map(Link::index)
                .orElseThrow(() -> new EngineException.SystemFailure("no interface " + name + " in the sandbox"));
    }

    /** Writes a setting of the calling thread's namespace; a kernel without IPv6 has none. */
    private static void sysctl(String name, String value) {
        Path file = NET.resolve("ipv6/conf/" + name);
        if (!Files.exists(file)) {
            return;
        }
        try {
            Files.writeString(file, value);
        } catch (IOException failure) {
            throw new UncheckedIOException("write " + value + " to " + file, failure);
        }
    }
}
