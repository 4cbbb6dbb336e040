package dev.berth.bridge;

import dev.berth.linux.netlink.Address;
import dev.berth.linux.netlink.Link;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.Cleanup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bridge that somebody else made and a network uses: it is given back as it was, except that it stays up. */
final class BorrowedBridge {
    private final HostNamespace host;
    private final RtNetlink links;

    BorrowedBridge(HostNamespace host) {
        this.host = host;
        this.links = host.links();
    }

    /** What the network is going to change of the bridge, if it is there. */
    BridgeLoan borrow(BridgeNetwork network) {
        return links.link(network.bridge())
                .map(link -> new BridgeLoan(
                        missing(link, network),
                        network.options().mtu() > 0 && network.options().mtu() != link.mtu() ? link.mtu() : 0,
                        !host.has(localnet(link), "1")))
                .orElse(BridgeLoan.NOTHING);
    }

    /** The addresses of the network's that the bridge lacks. */
    List<Cidr> missing(Link link, BridgeNetwork network) {
        List<Address> present = links.addresses();
        return network.bridgeAddresses().stream()
                .filter(wanted -> present.stream().noneMatch(address -> isOn(link, address, wanted)))
                .toList();
    }

    /** Puts back what was changed, to the end whatever fails; nothing if the bridge is gone. */
    void giveBack(BridgeNetwork network, BridgeLoan loan) {
        links.link(network.bridge()).ifPresent(link -> giveBack(link, loan));
    }

    private void giveBack(Link link, BridgeLoan loan) {
        List<Address> present = links.addresses();
        List<Runnable> steps = new ArrayList<>();
        loan.addresses().stream()
                .filter(given -> present.stream().anyMatch(address -> isOn(link, address, given)))
                .forEach(given -> steps.add(() -> links.deleteAddress(link.index(), given.address(), given.prefix())));
        if (loan.mtu() > 0) {
            steps.add(() -> links.setMtu(link.index(), loan.mtu()));
        }
        if (loan.localnet()) {
            steps.add(() -> host.sysctl(Map.of(localnet(link), "0")));
        }
        Cleanup.all(steps.toArray(Runnable[]::new));
    }

    private static boolean isOn(Link link, Address address, Cidr wanted) {
        return address.index() == link.index()
                && address.address().equals(wanted.address())
                && address.prefix() == wanted.prefix();
    }

    private static String localnet(Link link) {
        return "ipv4/conf/" + link.name() + "/route_localnet";
    }
}
