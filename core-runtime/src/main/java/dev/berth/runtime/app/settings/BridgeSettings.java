package dev.berth.runtime.app.settings;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The default bridge network and what holds for all bridges.
 *
 * @param name bridge interface; empty for the engine's own, {@code none} for no default network
 * @param bip address and prefix of the bridge
 * @param fixedCidr part of the subnet that addresses are given from
 * @param mtu bytes; 0 for the kernel's default
 * @param icc containers of the default bridge reach each other unlinked
 * @param publishAddress host address that ports are published on when none is named
 */
public record BridgeSettings(
        String name,
        Optional<Cidr> bip,
        Optional<Cidr> fixedCidr,
        Optional<Cidr> fixedCidrV6,
        Optional<InetAddress> defaultGateway,
        Optional<InetAddress> defaultGatewayV6,
        int mtu,
        boolean icc,
        InetAddress publishAddress,
        boolean ipForward,
        boolean ipMasq,
        boolean iptables,
        boolean ip6tables,
        boolean ipv6,
        boolean userlandProxy) {
    public BridgeSettings {
        if (!name.isEmpty() && bip.isPresent()) {
            throw new EngineException.InvalidParameter(
                    "You specified -b & --bip, mutually exclusive options. Please specify only one");
        }
        if (mtu < 0) {
            throw new EngineException.InvalidParameter("invalid default MTU: " + mtu);
        }
        if (!iptables && !icc) {
            throw new EngineException.InvalidParameter(
                    "You specified --iptables=false with --icc=false. ICC=false uses iptables to function. Please set --icc or --iptables to true");
        }
    }

    static BridgeSettings of(SettingValues values) {
        return new BridgeSettings(
                values.text("bridge"),
                values.cidr("bip"),
                values.cidr("fixed-cidr"),
                values.cidr("fixed-cidr-v6"),
                values.address("default-gateway"),
                values.address("default-gateway-v6"),
                values.number("mtu"),
                values.flag("icc"),
                values.address("ip").orElseThrow(),
                values.flag("ip-forward"),
                values.flag("ip-masq"),
                values.flag("iptables"),
                values.flag("ip6tables"),
                values.flag("ipv6"),
                values.flag("userland-proxy"));
    }
}
