package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the daemon was told to network.
 *
 * @param namespaces directory of the network namespaces' files, absolute
 * @param bip {@code --bip}, address and subnet of the default bridge; empty for the first free default pool
 * @param fixedCidr {@code --fixed-cidr}, the part of the default bridge's subnet that addresses are given from
 * @param mtu {@code --mtu} of the default bridge in bytes, 0 for 1500
 * @param icc {@code --icc}: containers on the default bridge reach each other
 * @param ipMasq {@code --ip-masq}
 * @param hostBinding {@code --ip}: where ports are published that name no host address
 * @param hostGateway {@code --host-gateway-ip}, what {@code host-gateway} stands for; empty for the default bridge's
 *     address
 * @param bridge what else is said of the default bridge
 * @param resolver {@code --dns}, {@code --dns-search}, {@code --dns-opt} and where the host's resolv.conf is
 */
public record NetworkDefaults(
        Path namespaces,
        Optional<Cidr> bip,
        Optional<Cidr> fixedCidr,
        int mtu,
        boolean icc,
        boolean ipMasq,
        InetAddress hostBinding,
        Optional<InetAddress> hostGateway,
        BridgeFlags bridge,
        ResolverDefaults resolver) {
    public NetworkDefaults {
        if (mtu != 0 && (mtu < 68 || mtu > 65535)) {
            throw new IllegalArgumentException("mtu out of range: " + mtu);
        }
    }

    /**
     * The default bridge's further flags.
     *
     * @param name {@code --bridge}: a bridge that somebody made; {@code none} for no default network; empty for docker0
     * @param ipv6 {@code --ipv6}
     * @param fixedCidrV6 {@code --fixed-cidr-v6}, its IPv6 subnet; empty for a unique local one
     * @param gateway4 {@code --default-gateway}: the containers' way out, if that is not the bridge itself
     * @param gateway6 {@code --default-gateway-v6}
     */
    public record BridgeFlags(
            String name,
            boolean ipv6,
            Optional<Cidr> fixedCidrV6,
            Optional<InetAddress> gateway4,
            Optional<InetAddress> gateway6) {
        /** As it is without any. */
        public static final BridgeFlags UNSAID =
                new BridgeFlags("", false, Optional.empty(), Optional.empty(), Optional.empty());

        private static final String NO_BRIDGE = "none";

        boolean isNone() {
            return name.equals(NO_BRIDGE);
        }
    }

    /**
     * How names are resolved.
     *
     * @param hostFile normally /etc/resolv.conf
     * @param servers {@code --dns}
     * @param search {@code --dns-search}
     * @param options {@code --dns-opt}
     * @param onDefaultBridge {@code default-bridge-dns}: names are resolved on the default bridge too, unlike Docker's
     * @param ttlSeconds {@code dns-ttl}, of answers about containers
     */
    public record ResolverDefaults(
            Path hostFile,
            List<InetAddress> servers,
            List<String> search,
            List<String> options,
            boolean onDefaultBridge,
            int ttlSeconds) {
        public ResolverDefaults {
            servers = List.copyOf(servers);
            search = List.copyOf(search);
            options = List.copyOf(options);
        }

        /** Whether names are resolved on the network. */
        boolean names(Network network) {
            return network.isUserDefined() || onDefaultBridge && network.name().equals(Network.BRIDGE);
        }
    }
}
