package dev.berth.plugin.ipam;

import dev.berth.plugin.Cidr;
import java.util.Map;

/** A reserved subnet. {@code data} may hold the gateway under {@link IpamDriver#GATEWAY}. */
public record Pool(String id, Cidr subnet, Map<String, String> data) {
    public Pool {
        data = Map.copyOf(data);
    }
}
