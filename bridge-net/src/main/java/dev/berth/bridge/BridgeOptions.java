package dev.berth.bridge;

import dev.berth.plugin.EngineException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The driver options of a network, by Docker's names under {@code com.docker.network}; others are left to whom they
 * concern.
 *
 * @param bridgeName {@code bridge.name}: the link to use or make, 1..15 bytes
 * @param mtu {@code driver.mtu} in bytes, 68..65535, 0 for that of the link by which the host's default route leaves
 * @param icc {@code bridge.enable_icc}: containers of the network reach each other; true if not said
 * @param masquerade {@code bridge.enable_ip_masquerade}: they leave under the host's address; true if not said
 * @param inhibitIpv4 {@code bridge.inhibit_ipv4}: the bridge gets no IPv4 address from us
 * @param ipv4 how the network's IPv4 meets the world
 * @param ipv6 how its IPv6 does
 * @param trusted {@code bridge.trusted_host_interfaces}: links by which others reach published ports untranslated
 * @param honest containers cannot take another's address; true unless {@value #SPOOFING} says so
 * @see <a href="https://docs.docker.com/engine/network/drivers/bridge/#options">Docker's bridge options</a>
 */
record BridgeOptions(
        Optional<String> bridgeName,
        int mtu,
        boolean icc,
        boolean masquerade,
        boolean inhibitIpv4,
        Gateway ipv4,
        Gateway ipv6,
        List<String> trusted,
        boolean honest) {
    /** Lets containers send under each other's addresses, and router advertisements; an option of ours. */
    static final String SPOOFING = "dev.berth.network.bridge.allow_spoofing";

    private static final String NETWORK = "com.docker.network.";
    private static final String BRIDGE = NETWORK + "bridge.";

    BridgeOptions {
        trusted = List.copyOf(trusted);
    }

    /**
     * One family's way out.
     *
     * @param mode {@code bridge.gateway_mode_ipv4} or {@code _ipv6}
     * @param source {@code host_ipv4} or {@code _ipv6}: the address that containers are seen with outside; empty for
     *     that of the link they leave by
     */
    record Gateway(GatewayMode mode, Optional<InetAddress> source) {}

    /** @throws EngineException.InvalidParameter an option has no valid value; says which */
    static BridgeOptions parse(Map<String, String> options) {
        OptionText text = new OptionText(options);
        // The engine acts on these; here they are looked at before a network with a bad one exists.
        text.address(BRIDGE + "host_binding_ipv4");
        text.flag(BRIDGE + "default_bridge", false);
        return new BridgeOptions(
                text.linkName(BRIDGE + "name"),
                text.mtu(NETWORK + "driver.mtu"),
                text.flag(BRIDGE + "enable_icc", true),
                text.flag(BRIDGE + "enable_ip_masquerade", true),
                text.flag(BRIDGE + "inhibit_ipv4", false),
                gateway(text, true),
                gateway(text, false),
                text.linkNames(BRIDGE + "trusted_host_interfaces"),
                !text.flag(SPOOFING, false));
    }

    private static Gateway gateway(OptionText text, boolean v4) {
        String family = v4 ? "ipv4" : "ipv6";
        return new Gateway(
                text.gatewayMode(BRIDGE + "gateway_mode_" + family), text.source(NETWORK + "host_" + family, v4));
    }

    Gateway gateway(boolean v4) {
        return v4 ? ipv4 : ipv6;
    }

    /**
     * Refuses what goes with internal networks only.
     *
     * @throws EngineException.InvalidParameter a gateway mode is {@code isolated} and the network is not internal
     */
    void requireFit(boolean internal) {
        if (!internal && Stream.of(ipv4, ipv6).anyMatch(gateway -> gateway.mode() == GatewayMode.ISOLATED)) {
            throw new EngineException.InvalidParameter(
                    "gateway mode 'isolated' can only be used for an internal network");
        }
    }
}
