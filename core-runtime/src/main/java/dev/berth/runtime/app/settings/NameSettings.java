package dev.berth.runtime.app.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * How containers resolve names where they do not say themselves.
 *
 * @param dns servers; empty for the host's
 * @param dnsOptions {@code options} of resolv.conf
 * @param dnsSearch search domains
 * @param onDefaultBridge whether names are resolved on the default bridge too
 * @param ttlSeconds of answers about containers, 0..86400
 * @param hostGateway what {@code host-gateway} stands for; empty for the default bridge's address
 */
public record NameSettings(
        List<InetAddress> dns,
        List<String> dnsOptions,
        List<String> dnsSearch,
        Optional<InetAddress> hostGateway,
        boolean onDefaultBridge,
        int ttlSeconds) {
    private static final int LONGEST_TTL = 86_400;

    static NameSettings of(SettingValues values) {
        return new NameSettings(
                values.addresses("dns"),
                values.list("dns-opts"),
                values.list("dns-search"),
                values.address("host-gateway-ip"),
                values.flag("default-bridge-dns"),
                values.between("dns-ttl", 0, LONGEST_TTL));
    }
}
