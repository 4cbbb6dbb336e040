package dev.berth.bridge;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a network's options as text, read one by one; an empty one counts as not said. */
record OptionText(Map<String, String> options) {
    OptionText {
        options = Map.copyOf(options);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(options.get(key)).filter(value -> !value.isEmpty());
    }

    /** Go's strconv.ParseBool, which Docker reads options with. */
    boolean flag(String key, boolean unsaid) {
        return text(key)
                .map(value -> switch (value) {
                    case "1", "t", "T", "true", "TRUE", "True" -> true;
                    case "0", "f", "F", "false", "FALSE", "False" -> false;
                    default -> throw unreadable(key, value, "ParseBool");
                })
                .orElse(unsaid);
    }

    /** A link's name: 1 to 15 characters. */
    Optional<String> linkName(String key) {
        return text(key).map(value -> linkName(key, value, value));
    }

    /** Names of links, separated by colons. */
    List<String> linkNames(String key) {
        return text(key).stream()
                .flatMap(value -> Arrays.stream(value.split(":", -1)).map(name -> linkName(key, value, name)))
                .distinct()
                .toList();
    }

    private static String linkName(String key, String value, String name) {
        boolean good = name.length() <= 15 && name.matches("[!-.0-9;-~]+") && !name.matches("\\.{1,2}|.*[\"%].*");
        if (!good) {
            throw invalid(key, value, "not a name for a link: 1 to 15 characters, no space, '/', ':', '%' or quote");
        }
        return name;
    }

    /** Bytes, 68..65535; 0 where not said. */
    int mtu(String key) {
        return text(key).map(value -> mtu(key, value)).orElse(0);
    }

    private static int mtu(String key, String value) {
        if (!value.matches("[+-]?[0-9]{1,9}")) {
            throw unreadable(key, value, "Atoi");
        }
        int mtu = Integer.parseInt(value);
        if (mtu != 0 && (mtu < 68 || mtu > 65535)) {
            throw new EngineException.InvalidParameter("invalid MTU number: " + mtu);
        }
        return mtu;
    }

    /** An address of either family. */
    Optional<InetAddress> address(String key) {
        return text(key).map(value -> {
            try {
                return Cidr.parseAddress(value);
            } catch (EngineException.InvalidParameter unreadable) {
                throw invalid(key, value, "not an IP address");
            }
        });
    }

    /** An address of that family that a packet may come from. */
    Optional<InetAddress> source(String key, boolean v4) {
        Optional<InetAddress> address = address(key);
        address.filter(given -> given instanceof Inet4Address != v4
                        || given.isAnyLocalAddress()
                        || given.isLoopbackAddress()
                        || given.isMulticastAddress())
                .ifPresent(given -> {
                    throw invalid(
                            key,
                            text(key).orElse(""),
                            "not an " + (v4 ? "IPv4" : "IPv6") + " address of this host that others can answer");
                });
        return address;
    }

    GatewayMode gatewayMode(String key) {
        return text(key).map(value -> GatewayMode.parse(key, value)).orElse(GatewayMode.NAT);
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
