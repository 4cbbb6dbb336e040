package dev.berth.plugin.name;

import java.net.InetAddress;
import java.util.List;

/** What a question comes to before anything is forwarded. */
public sealed interface NameAnswer {
    /** Ours, with these addresses. */
    record Addresses(List<InetAddress> addresses) implements NameAnswer {
        public Addresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** Ours, the name of an address. */
    record Names(List<String> names) implements NameAnswer {
        public Names {
            names = List.copyOf(names);
        }
    }

    /** Ours, but nothing of that type. */
    record NoData() implements NameAnswer {}

    /** Not ours: to be forwarded. */
    record NotOurs() implements NameAnswer {}
}
