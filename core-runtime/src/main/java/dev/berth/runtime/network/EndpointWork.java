package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.network.Endpoint;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.JoinInfo;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.runtime.spec.EndpointSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes and takes away endpoints: addresses from IPAM, the interface from the network driver. */
final class EndpointWork {
    private final NetworkDrivers drivers;
    private final EndpointRelease release;
    private final NetworkDefaults.ResolverDefaults resolver;

    EndpointWork(NetworkDrivers drivers, EndpointRelease release, NetworkDefaults.ResolverDefaults resolver) {
        this.drivers = drivers;
        this.release = release;
        this.resolver = resolver;
    }

    /**
     * What is to be made.
     *
     * @param endpointId 64 hexadecimal digits
     * @param mac the user's choice for the whole container, empty for none; the attachment's own goes before
     * @param known the container's networks so far
     */
    record Order(
            String endpointId,
            Attachment attachment,
            ContainerNetworkRequest container,
            String mac,
            ContainerNetworks known,
            JoinSpec join) {
        String wantedAddress(boolean v6) {
            EndpointSettings.IpamConfig config = attachment.settings().ipamConfig();
            if (config == null) {
                return "";
            }
            return v6 ? config.ipv6Address() : config.ipv4Address();
        }
    }

    /** An endpoint whose interface has joined and is still to be set up. */
    record Joined(LiveEndpoint endpoint, SandboxKernel.Interface setup) {}

    /** Makes the endpoint and joins it, all or nothing. */
    Joined create(LiveNetwork live, Order order) {
        Undo undo = new Undo();
        try {
            return live.exclusively(() -> {
                live.requireThere();
                release.settle(live);
                Joined joined = create(live.network(), order, undo);
                live.join(order.container().id(), joined.endpoint());
                return joined;
            });
        } catch (RuntimeException failure) {
            live.exclusivelyRun(() -> undo.afterFailure(failure));
            throw failure;
        }
    }

    private Joined create(Network network, Order order, Undo undo) {
        EndpointSettings settings = order.attachment().settings();
        NetworkDriver driver = drivers.network(network.driver());
        Optional<Cidr> ipv4 = address(network, false, order, undo);
        Optional<Cidr> ipv6 = address(network, true, order, undo);
        String mac = settings.macAddress().isEmpty() ? order.mac() : settings.macAddress();
        undo.add(() -> release.endpoint(network, order.endpointId()));
        Endpoint endpoint = driver.createEndpoint(
                network.id(),
                new EndpointSpec(
                        order.endpointId(),
                        mac.isEmpty() ? Optional.empty() : Optional.of(new MacAddress(mac)),
                        ipv4,
                        ipv6,
                        settings.driverOpts()));
        JoinInfo joined = driver.join(network.id(), order.endpointId(), order.join());
        return describe(network, order, endpoint, joined);
    }

    private Joined describe(Network network, Order order, Endpoint made, JoinInfo joined) {
        List<Cidr> addresses = new ArrayList<>();
        made.ipv4().ifPresent(addresses::add);
        made.ipv6().ifPresent(addresses::add);
        LiveEndpoint endpoint = new LiveEndpoint(
                made.id(),
                network.id(),
                order.join().interfaceName(),
                made.mac().text(),
                made.ipv4().map(Addresses::text).orElse(""),
                made.ipv6().map(Addresses::text).orElse(""),
                joined.gateway4().map(Addresses::text).orElse(""),
                joined.gateway6().map(Addresses::text).orElse(""),
                order.attachment().settings().driverOpts(),
                resolver.names(network) ? dnsNames(order.container(), order.attachment()) : List.of());
        return new Joined(
                endpoint,
                new SandboxKernel.Interface(
                        joined.attachment(),
                        order.join().interfaceName(),
                        made.mac(),
                        addresses,
                        joined.routes(),
                        EndpointOptions.parse(order.attachment().settings().driverOpts())
                                .sysctls(order.join().interfaceName())));
    }

    /** Container name first, for it is the answer to a reverse look-up. */
    static List<String> dnsNames(ContainerNetworkRequest container, Attachment attachment) {
        Set<String> names = new LinkedHashSet<>();
        names.add(container.name());
        names.addAll(attachment.settings().aliases());
        names.add(container.shortId());
        names.add(container.hostname());
        return List.copyOf(names);
    }

    /** Takes the endpoint away, to the end whatever fails; what is gone already is no failure. */
    void destroy(LiveNetwork live, String containerId, LiveEndpoint endpoint) {
        Network network = live.network();
        if (!network.isDriven()) {
            live.leave(containerId);
            return;
        }
        live.exclusivelyRun(() -> {
            live.leave(containerId);
            Cleanup.all(
                    () -> release.endpoint(network, endpoint.id()),
                    () -> endpoint.cidr4().ifPresent(held -> release.address(network, endpoint.id(), held)),
                    () -> endpoint.cidr6().ifPresent(held -> release.address(network, endpoint.id(), held)));
            release.settle(live);
        });
    }

    /** Reads what an earlier daemon did not get rid of. */
    void loadOwed(Collection<LiveNetwork> networks) {
        release.load(networks.stream().map(live -> live.network().id()).collect(Collectors.toSet()));
    }

    /** Gives back what drivers are owed of an earlier daemon; may wait for plugins. */
    void settleOwed(LiveNetwork live) {
        if (release.owes(live.network())) {
            live.exclusivelyRun(() -> release.settle(live));
        }
    }

    /** The network is gone, and with it what its drivers were owed. */
    void forgetOwed(Network network) {
        release.forget(network);
    }

    /** Tells the driver again what it did before the daemon was restarted; a plugin knows. */
    void adopt(LiveNetwork live, String containerId, LiveEndpoint endpoint, Path sandbox) {
        Network network = live.network();
        live.exclusivelyRun(() -> {
            if (drivers.isBuiltIn(network.driver())) {
                NetworkDriver driver = drivers.network(network.driver());
                driver.createEndpoint(network.id(), endpoint.spec());
                driver.join(network.id(), endpoint.id(), new JoinSpec(sandbox, endpoint.interfaceName()));
            }
            live.join(containerId, endpoint);
        });
    }

    private Optional<Cidr> address(Network network, boolean v6, Order order, Undo undo) {
        String wanted = order.wantedAddress(v6);
        Optional<Subnet> subnet = network.subnet(v6);
        if (!wanted.isEmpty() && !subnet.map(Subnet::chosen).orElse(false)) {
            throw new EngineException.InvalidParameter("user specified IP address is supported only when connecting"
                    + " to networks with user configured subnets");
        }
        return subnet.map(from -> {
            IpamDriver ipam = drivers.ipam(network.ipam().driver());
            Cidr address = wanted.isEmpty()
                    ? anyAddress(ipam, from, order.known().formerAddress(network.id(), v6))
                    : chosenAddress(ipam, from, Cidr.parseAddress(wanted));
            undo.add(() -> release.address(network, order.endpointId(), address));
            return address;
        });
    }

    private static Cidr chosenAddress(IpamDriver ipam, Subnet subnet, InetAddress wanted) {
        requireInside(subnet, wanted);
        return ipam.requestAddress(subnet.poolId(), Optional.of(wanted), Map.of());
    }

    /** The one it had when it last ran, if that is free. */
    private static Cidr anyAddress(IpamDriver ipam, Subnet subnet, String former) {
        if (!former.isEmpty() && subnet.cidr().contains(Cidr.parseAddress(former))) {
            try {
                return ipam.requestAddress(subnet.poolId(), Optional.of(Cidr.parseAddress(former)), Map.of());
            } catch (EngineException.Conflict takenMeanwhile) {
                return ipam.requestAddress(subnet.poolId(), Optional.empty(), Map.of());
            }
        }
        return ipam.requestAddress(subnet.poolId(), Optional.empty(), Map.of());
    }

    private static void requireInside(Subnet subnet, InetAddress address) {
        if (!subnet.cidr().contains(address)) {
            throw new EngineException.InvalidParameter("Invalid address " + address.getHostAddress()
                    + ": It does not belong to any of this network's subnets");
        }
    }
}
