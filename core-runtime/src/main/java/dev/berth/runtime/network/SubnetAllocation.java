package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has IPAM give a new network its subnets, gateways and kept addresses. */
final class SubnetAllocation {
    private final IpamDriver driver;
    private final Map<String, String> options;
    private final Undo undo;

    /** @param undo is told how to give everything back */
    SubnetAllocation(IpamDriver driver, Map<String, String> options, Undo undo) {
        this.driver = driver;
        this.options = options;
        this.undo = undo;
    }

    /** One subnet for each that the user describes, and one for each family that is wanted and not described. */
    List<Subnet> allocate(List<IpamConfig> wanted, boolean v4, boolean v6) {
        List<Subnet> subnets = new ArrayList<>();
        List<IpamConfig> given =
                wanted.stream().filter(config -> isV6(config) ? v6 : v4).toList();
        if (v4 && given.stream().allMatch(SubnetAllocation::isV6)) {
            subnets.add(allocate(new IpamConfig("", "", "", Map.of()), false));
        }
        for (IpamConfig config : given) {
            subnets.add(allocate(config, isV6(config)));
        }
        if (v6 && given.stream().noneMatch(SubnetAllocation::isV6)) {
            subnets.add(allocate(new IpamConfig("", "", "", Map.of()), true));
        }
        return subnets;
    }

    private Subnet allocate(IpamConfig config, boolean v6) {
        Optional<Cidr> subnet = parse("subnet", config.subnet()).map(Cidr::network);
        Optional<Cidr> range = parse("range", config.ipRange());
        if (subnet.isEmpty() && range.isPresent()) {
            throw new EngineException.InvalidParameter(
                    "failed to get a pool for range " + config.ipRange() + ": a range needs its subnet");
        }
        Pool pool = driver.requestPool(new PoolRequest(driver.localAddressSpace(), subnet, range, v6, options));
        undo.add(() -> driver.releasePool(pool.id()));
        // A gateway of the user's goes first; any other gateway leaves him the addresses that he names.
        Optional<String> chosen =
                config.gateway().isEmpty() ? Optional.empty() : Optional.of(gateway(pool, config.gateway()));
        Map<String, String> auxiliary = new TreeMap<>();
        config.auxiliaryAddresses().forEach((name, address) -> {
            request(
                    "secondary ip address (" + name + ":" + address + ")",
                    pool,
                    Optional.of(Cidr.parseAddress(address)),
                    Map.of());
            auxiliary.put(name, address);
        });
        return new Subnet(
                pool.id(),
                Addresses.text(pool.subnet()),
                config.ipRange(),
                chosen.orElseGet(() -> gateway(pool, "")),
                auxiliary,
                subnet.isPresent());
    }

    private String gateway(Pool pool, String wanted) {
        String offered = pool.data().get(IpamDriver.GATEWAY);
        if (wanted.isEmpty() && offered != null) {
            return Addresses.text(Cidr.parse(offered).address());
        }
        Optional<InetAddress> preferred = wanted.isEmpty() ? Optional.empty() : Optional.of(Cidr.parseAddress(wanted));
        Cidr address = request(
                "gateway (" + wanted + ")",
                pool,
                preferred,
                Map.of(IpamDriver.REQUEST_ADDRESS_TYPE, IpamDriver.GATEWAY));
        return Addresses.text(address.address());
    }

    /** @param what it is for, in Docker's words */
    private Cidr request(String what, Pool pool, Optional<InetAddress> preferred, Map<String, String> how) {
        try {
            return driver.requestAddress(pool.id(), preferred, how);
        } catch (EngineException refused) {
            throw EngineException.of(refused.kind(), "failed to allocate " + what + ": " + refused.getMessage());
        }
    }

    private static Optional<Cidr> parse(String what, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cidr.parse(text));
        } catch (EngineException.InvalidParameter invalid) {
            throw new EngineException.InvalidParameter(
                    "Invalid " + what + " " + text + " : " + invalid.getMessage(), invalid);
        }
    }

    private static boolean isV6(IpamConfig config) {
        return config.subnet().contains(":");
    }
}
