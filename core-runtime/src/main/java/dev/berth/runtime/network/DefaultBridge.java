package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The network {@code bridge} as the daemon's flags describe it. */
final class DefaultBridge {
    static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";

    private static final String PREFIX = "com.docker.network.bridge.";
    private static final String OWN = "docker0";
    private static final int DEFAULT_MTU = 1500;

    private final NetworkDefaults defaults;
    private final SandboxKernel kernel;

    DefaultBridge(NetworkDefaults defaults, SandboxKernel kernel) {
        this.defaults = defaults;
        this.kernel = kernel;
    }

    /** What is to be made. @throws EngineException.InvalidParameter {@code --bridge} names a link that is not there */
    NetworkCreate wanted() {
        List<IpamConfig> subnets =
                Stream.concat(subnet4().stream(), subnet6().stream()).toList();
        return new NetworkCreate(
                Network.BRIDGE,
                "bridge",
                false,
                false,
                false,
                true,
                defaults.bridge().ipv6(),
                new NetworkCreate.Ipam("default", null, subnets),
                options(),
                Map.of());
    }

    /** True if what is there is what is wanted. */
    boolean fits(Network bridge) {
        return bridge.options().equals(options())
                && bridge.enableIpv6() == defaults.bridge().ipv6()
                && fits(bridge.subnet(false), subnet4())
                && (!bridge.enableIpv6() || fits(bridge.subnet(true), subnet6()));
    }

    private static boolean fits(Optional<Subnet> present, Optional<IpamConfig> wanted) {
        if (wanted.isEmpty() || present.isEmpty()) {
            return present.isPresent() && !present.get().chosen();
        }
        Subnet subnet = present.get();
        IpamConfig config = wanted.get();
        return subnet.pool().equals(config.subnet())
                && subnet.ipRange().equals(config.ipRange())
                && subnet.auxiliary().equals(config.auxiliaryAddresses())
                && (config.gateway().isEmpty() || subnet.gateway().equals(config.gateway()));
    }

    /** That of the bridge's address; without one the fixed part is all of the subnet. */
    private Optional<IpamConfig> subnet4() {
        Optional<Cidr> address = defaults.bip().or(() -> ofForeign(true));
        return address.or(defaults::fixedCidr)
                .map(subnet -> new IpamConfig(
                        Addresses.text(subnet.network()),
                        defaults.fixedCidr().map(Addresses::text).orElse(""),
                        address.map(own -> Addresses.text(own.address())).orElse(""),
                        auxiliary("DefaultGatewayIPv4", defaults.bridge().gateway4())));
    }

    private Optional<IpamConfig> subnet6() {
        Optional<Cidr> address = defaults.bridge().ipv6() ? ofForeign(false) : Optional.empty();
        Optional<Cidr> fixed = defaults.bridge().ipv6() ? defaults.bridge().fixedCidrV6() : Optional.empty();
        return fixed.or(() -> address)
                .map(subnet -> new IpamConfig(
                        Addresses.text(subnet.network()),
                        "",
                        address.filter(own -> subnet.network().contains(own.address()))
                                .map(own -> Addresses.text(own.address()))
                                .orElse(""),
                        auxiliary("DefaultGatewayIPv6", defaults.bridge().gateway6())));
    }

    private static Map<String, String> auxiliary(String name, Optional<InetAddress> gateway) {
        return gateway.map(address -> Map.of(name, Addresses.text(address))).orElse(Map.of());
    }

    /** The address of a bridge that somebody else made. */
    private Optional<Cidr> ofForeign(boolean v4) {
        String name = defaults.bridge().name();
        if (name.isEmpty() || name.equals(OWN)) {
            return Optional.empty();
        }
        List<Cidr> addresses = new ArrayList<>(kernel.addresses(name)
                .orElseThrow(() -> new EngineException.InvalidParameter(
                        "bridge device with non default name " + name + " must be created manually")));
        return addresses.stream().filter(address -> address.isV4() == v4).findFirst();
    }

    private Map<String, String> options() {
        String name = defaults.bridge().name();
        Map<String, String> options = new TreeMap<>();
        options.put(DEFAULT_BRIDGE, "true");
        options.put(PREFIX + "name", name.isEmpty() ? OWN : name);
        options.put(PREFIX + "enable_icc", Boolean.toString(defaults.icc()));
        options.put(PREFIX + "enable_ip_masquerade", Boolean.toString(defaults.ipMasq()));
        options.put(PortPublishing.HOST_BINDING, Addresses.text(defaults.hostBinding()));
        options.put(
                "com.docker.network.driver.mtu", Integer.toString(defaults.mtu() == 0 ? DEFAULT_MTU : defaults.mtu()));
        return options;
    }
}
