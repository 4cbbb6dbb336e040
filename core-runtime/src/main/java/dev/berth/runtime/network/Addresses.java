package dev.berth.runtime.network;

import dev.berth.plugin.AddressText;
import dev.berth.plugin.Cidr;
import java.net.InetAddress;

/** Addresses as text the way Docker shows them. */
final class Addresses {
    private Addresses() {}

    static String text(InetAddress address) {
        return AddressText.of(address);
    }

    static String text(Cidr cidr) {
        return text(cidr.address()) + "/" + cidr.prefix();
    }
}
