package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What {@code --add-host NAME:ADDRESS} asks for.
 *
 * @param address empty for {@code host-gateway}
 */
record ExtraHost(String name, Optional<InetAddress> address) {
    private static final String HOST_GATEWAY = "host-gateway";

    /** @throws EngineException.InvalidParameter in Docker's words */
    static ExtraHost parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new EngineException.InvalidParameter("bad format for add-host: \"" + text + "\"");
        }
        String address = text.substring(colon + 1);
        return new ExtraHost(
                text.substring(0, colon),
                address.equals(HOST_GATEWAY) ? Optional.empty() : Optional.of(address(address)));
    }

    private static InetAddress address(String text) {
        try {
            return Cidr.parseAddress(text.strip());
        } catch (EngineException.InvalidParameter notAnAddress) {
            throw new EngineException.InvalidParameter("invalid IP address in add-host: \"" + text + "\"");
        }
    }
}
