package dev.berth.bridge.ipam;

import dev.berth.plugin.Cidr;
import java.util.List;

/** What the host already reaches, so that no default subnet hides it. */
@FunctionalInterface
public interface HostRanges {
    /** Every destination of a route but the default ones, and every name server, both families. */
    List<Cidr> inUse();
}
