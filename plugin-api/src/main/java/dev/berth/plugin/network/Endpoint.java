package dev.berth.plugin.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import java.util.Optional;

/** An endpoint as the driver made it; addresses carry the subnet's prefix. */
public record Endpoint(String id, MacAddress mac, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {}
