package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.ipam.AddressAudit;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Every address that this engine holds, for IPAM drivers to compare with what they think. */
final class AddressBook {
    private final SandboxParts parts;

    AddressBook(SandboxParts parts) {
        this.parts = parts;
    }

    /** Has the built-in drivers give back what nobody holds; called before anybody can ask for more. */
    void audit() {
        parts.networks().ipams().forEach((name, driver) -> {
            if (driver instanceof AddressAudit audit) {
                audit.retain(held(name));
            }
        });
    }

    private Map<String, Set<InetAddress>> held(String ipam) {
        Map<String, Set<InetAddress>> held = new HashMap<>();
        for (LiveNetwork live : parts.networks().all()) {
            Network network = live.network();
            if (network.isDriven() && network.ipam().driver().equals(ipam)) {
                network.ipam().subnets().forEach(subnet -> held.put(subnet.poolId(), held(network, subnet)));
            }
        }
        return held;
    }

    private Set<InetAddress> held(Network network, Subnet subnet) {
        Set<InetAddress> addresses = new HashSet<>();
        if (!subnet.gateway().isEmpty()) {
            addresses.add(Cidr.parseAddress(subnet.gateway()));
        }
        subnet.auxiliary().values().forEach(address -> addresses.add(Cidr.parseAddress(address)));
        parts.containers().all().stream()
                .flatMap(entry -> entry.networks().live().stream())
                .flatMap(sandbox -> sandbox.on(network.id()).stream())
                .forEach(endpoint -> addresses.addAll(endpoint.addresses()));
        return addresses;
    }
}
