package dev.berth.plugin.name;

import dev.berth.plugin.network.ContainerPort;
import java.net.InetAddress;
import java.util.List;

/** The environment that Docker's legacy links give the linking container. */
public interface LinkEnvironment {
    /** The variables as {@code NAME=value}, in Docker's order. */
    List<String> environment(Link link);

    /**
     * A link.
     *
     * @param child name of the linking container, without slash
     * @param parent name of the container it is linked to, without slash
     * @param alias what the child calls it
     * @param addresses the parent's, at least one; the first counts, an IPv6 one besides is told too
     * @param ports the parent's exposed ports, in any order
     * @param parentEnvironment the parent's own variables, {@code NAME=value}
     */
    record Link(
            String child,
            String parent,
            String alias,
            List<InetAddress> addresses,
            List<ContainerPort> ports,
            List<String> parentEnvironment) {
        public Link {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("link " + alias + " without an address");
            }
            ports = List.copyOf(ports);
            parentEnvironment = List.copyOf(parentEnvironment);
        }

        /** The first one. */
        public InetAddress address() {
            return addresses.get(0);
        }
    }
}
