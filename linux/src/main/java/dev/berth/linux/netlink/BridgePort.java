package dev.berth.linux.netlink;

/**
 * How a port of a bridge behaves. Equivalent to: {@code bridge link set dev X hairpin on ...}.
 *
 * @param hairpin a packet may leave by the port it came from
 * @param isolated talks to ports that are not isolated only
 * @param learning the bridge learns the addresses behind it
 * @param flood it gets packets for addresses that the bridge does not know
 */
public record BridgePort(boolean hairpin, boolean isolated, boolean learning, boolean flood) {
    /** As the kernel makes a port. */
    public static final BridgePort DEFAULT = new BridgePort(false, false, true, true);

    public BridgePort withHairpin(boolean on) {
        return new BridgePort(on, isolated, learning, flood);
    }

    public BridgePort withIsolated(boolean on) {
        return new BridgePort(hairpin, on, learning, flood);
    }
}
