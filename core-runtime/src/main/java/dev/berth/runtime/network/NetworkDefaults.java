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
        ResolverDefaults resolver) {
    public NetworkDefaults {
        if (mtu != 0 && (mtu < 68 || mtu > 65535)) {
            throw new IllegalArgumentException("mtu out of range: " + mtu);
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
