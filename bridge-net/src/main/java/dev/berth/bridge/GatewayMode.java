package dev.berth.bridge;

import dev.berth.plugin.EngineException;

/**
 * How the containers of a network meet the rest of the world in one family.
 *
 * @see <a href="https://docs.docker.com/engine/network/drivers/bridge/#gateway-modes">Docker's gateway modes</a>
 */
enum GatewayMode {
    /** They leave under the host's address; published ports are translated, and reached by no other way. */
    NAT("nat"),
    /** As {@link #NAT}, and whoever has a route to them reaches all of their ports. */
    NAT_UNPROTECTED("nat-unprotected"),
    /** Nothing is translated; whoever has a route reaches their published ports. */
    ROUTED("routed"),
    /** The bridge has no address, so the host does not reach them either; for internal networks. */
    ISOLATED("isolated");

    private final String word;

    GatewayMode(String word) {
        this.word = word;
    }

    /** Docker's word. */
    String word() {
        return word;
    }

    /** True if published ports are ports of the host. */
    boolean translates() {
        return this == NAT || this == NAT_UNPROTECTED;
    }

    /** @throws EngineException.InvalidParameter not one of Docker's words; says which option has it */
    static GatewayMode parse(String option, String word) {
        for (GatewayMode mode : values()) {
            if (mode.word.equals(word)) {
                return mode;
            }
        }
        throw new EngineException.InvalidParameter("invalid value for " + option + ": unknown gateway mode " + word);
    }
}
