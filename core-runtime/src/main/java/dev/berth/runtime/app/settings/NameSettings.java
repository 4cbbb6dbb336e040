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
 * @param hostGateway what {@code host-gateway} stands for; empty for the default bridge's address
 */
public record NameSettings(
        List<InetAddress> dns, List<String> dnsOptions, List<String> dnsSearch, Optional<InetAddress> hostGateway) {

    static NameSettings of(SettingValues values) {
        return new NameSettings(
                values.addresses("dns"),
                values.list("dns-opts"),
                values.list("dns-search"),
                values.address("host-gateway-ip"));
    }
}
