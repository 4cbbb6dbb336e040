package dev.berth.bridge;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The driver options of a network, by Docker's names under {@code com.docker.network}; others are left to whom they
 * concern.
 *
 * @param bridgeName {@code bridge.name}: the link to use or make, 1..15 bytes
 * @param mtu {@code driver.mtu} in bytes, 68..65535, 0 for the kernel's default
 * @param icc {@code bridge.enable_icc}: containers of the network reach each other; true if not said
 * @param masquerade {@code bridge.enable_ip_masquerade}: they leave under the host's address; true if not said
 * @param hostBinding {@code bridge.host_binding_ipv4}: where ports are published that are to be published anywhere
 * @param inhibitIpv4 {@code bridge.inhibit_ipv4}: the bridge gets no IPv4 address from us
 * @see <a href="https://docs.docker.com/engine/network/drivers/bridge/#options">Docker's bridge options</a>
 */
record BridgeOptions(
        Optional<String> bridgeName,
        int mtu,
        boolean icc,
        boolean masquerade,
        Optional<InetAddress> hostBinding,
        boolean inhibitIpv4) {
    private static final String BRIDGE = "com.docker.network.bridge.";
    private static final String MTU = "com.docker.network.driver.mtu";
    private static final String NAME = BRIDGE + "name";
    private static final String HOST_BINDING = BRIDGE + "host_binding_ipv4";

    /** @throws EngineException.InvalidParameter an option has no valid value; says which */
    static BridgeOptions parse(Map<String, String> options) {
        requireNat(options, BRIDGE + "gateway_mode_ipv4");
        requireNat(options, BRIDGE + "gateway_mode_ipv6");
        return new BridgeOptions(
                text(options, NAME).map(BridgeOptions::linkName),
                text(options, MTU).map(BridgeOptions::mtu).orElse(0),
                flag(options, BRIDGE + "enable_icc", true),
                flag(options, BRIDGE + "enable_ip_masquerade", true),
                text(options, HOST_BINDING).map(BridgeOptions::ipv4).filter(address -> !address.isAnyLocalAddress()),
                flag(options, BRIDGE + "inhibit_ipv4", false));
    }

    private static Optional<String> text(Map<String, String> options, String key) {
        return Optional.ofNullable(options.get(key)).filter(value -> !value.isEmpty());
    }

    /** Go's strconv.ParseBool, which Docker reads options with. */
    private static boolean flag(Map<String, String> options, String key, boolean unsaid) {
        return text(options, key)
                .map(value -> switch (value) {
                    case "1", "t", "T", "true", "TRUE", "True" -> true;
                    case "0", "f", "F", "false", "FALSE", "False" -> false;
                    default -> throw unreadable(key, value, "ParseBool");
                })
                .orElse(unsaid);
    }

    private static String linkName(String value) {
        boolean good = value.length() <= 15 && value.matches("[!-.0-9;-~]+") && !value.matches("\\.{1,2}|.*[\"%].*");
        if (!good) {
            throw invalid(NAME, value, "not a name for a link: 1 to 15 characters, no space, '/', ':', '%' or quote");
        }
        return value;
    }

    private static int mtu(String value) {
        if (!value.matches("[+-]?[0-9]{1,9}")) {
            throw unreadable(MTU, value, "Atoi");
        }
        int mtu = Integer.parseInt(value);
        if (mtu != 0 && (mtu < 68 || mtu > 65535)) {
            throw new EngineException.InvalidParameter("invalid MTU number: " + mtu);
        }
        return mtu;
    }

    private static InetAddress ipv4(String value) {
        InetAddress address = Cidr.parseAddress(value);
        if (!(address instanceof Inet4Address)) {
            throw invalid(HOST_BINDING, value, "not an IPv4 address");
        }
        return address;
    }

    private static void requireNat(Map<String, String> options, String key) {
        String mode = text(options, key).orElse("nat");
        switch (mode) {
            case "nat" -> {}
            case "nat-unprotected", "routed", "isolated" ->
                throw new EngineException.NotImplemented(
                        "gateway mode " + mode + " (" + key + ") is not supported by this driver, only nat is");
            default -> throw invalid(key, mode, "unknown gateway mode");
        }
    }

    /** Docker's words, which are Go's. */
    private static EngineException unreadable(String key, String value, String function) {
        return new EngineException.InvalidParameter("failed to parse " + key + " value: " + value + " (strconv."
                + function + ": parsing \"" + value + "\": invalid syntax)");
    }

    private static EngineException invalid(String key, String value, String why) {
        return new EngineException.InvalidParameter("invalid value for " + key + ": '" + value + "': " + why);
    }
}
