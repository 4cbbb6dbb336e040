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

    /** Ours, with these services (SRV). */
    record Services(List<Service> services) implements NameAnswer {
        public Services {
            services = List.copyOf(services);
        }
    }

    /** A service of a container. @param target {@code CONTAINER.NETWORK} @param port 1..65535 */
    record Service(String target, int port) {}

    /** Ours, but nothing of that type. */
    record NoData() implements NameAnswer {}

    /** Not ours: to be forwarded. */
    record NotOurs() implements NameAnswer {}
}
