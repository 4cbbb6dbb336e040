package dev.berth.runtime.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.berth.plugin.network.NetworkSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is kept in the store.
 *
 * @param id 64 hexadecimal digits
 * @param driver name of its network driver, or {@code host} or {@code null}, which need none
 */
record Network(
        String id,
        String name,
        String driver,
        Instant created,
        boolean internal,
        boolean attachable,
        boolean enableIpv6,
        Map<String, String> options,
        Map<String, String> labels,
        Ipam ipam) {
    static final String BRIDGE = "bridge";
    static final String HOST = "host";
    static final String NONE = "none";

    /** The driver's name of the network without any. */
    static final String NULL_DRIVER = "null";

    Network {
        options = new TreeMap<>(options);
        labels = new TreeMap<>(labels);
    }

    /** True for the three that are always there. */
    static boolean isPredefined(String name) {
        return name.equals(BRIDGE) || name.equals(HOST) || name.equals(NONE) || name.equals("default");
    }

    /** True if a driver makes it; the other ones are the host's own stack, and nothing. */
    @JsonIgnore
    boolean isDriven() {
        return !driver.equals(HOST) && !driver.equals(NULL_DRIVER);
    }

    /** True if names are resolved on it: all but the predefined ones. */
    @JsonIgnore
    boolean isUserDefined() {
        return !isPredefined(name);
    }

    /** True unless it was made with IPv6 alone. */
    @JsonIgnore
    boolean hasIpv4() {
        return !isDriven() || subnet(false).isPresent();
    }

    /** What its driver is told. */
    NetworkSpec spec() {
        return new NetworkSpec(
                id,
                name,
                internal,
                enableIpv6,
                options,
                ipam.subnets().stream().map(Subnet::data).toList());
    }

    /** The subnet of the family, if it has one. */
    java.util.Optional<Subnet> subnet(boolean v6) {
        return ipam.subnets().stream().filter(subnet -> subnet.isV6() == v6).findFirst();
    }

    /** Where its addresses come from. */
    record Ipam(String driver, @Nullable Map<String, String> options, List<Subnet> subnets) {
        /** No addresses at all. */
        static final Ipam NOTHING = new Ipam("default", null, List.of());

        Ipam {
            options = options == null ? null : new TreeMap<>(options);
            subnets = List.copyOf(subnets);
        }
    }
}
