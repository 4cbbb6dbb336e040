package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.JoinInfo;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine itself asks of the kernel for sandboxes; drivers bring the interfaces. */
interface SandboxKernel extends AutoCloseable {
    /** One is going to be made soon, as likely as not. */
    void prepare();

    /** Makes a network namespace with loopback up. @param file does not exist */
    void create(Path file);

    /** Removes it; one that is gone is not an error. */
    void delete(Path file);

    /** Gives interfaces that have joined their names, addresses and routes and sets them up, then the default routes. */
    void configure(Path file, List<Interface> interfaces, DefaultRoutes routes);

    /** Replaces the default routes of both families by these. */
    void route(Path file, DefaultRoutes routes);

    /** The addresses of a link of the host's, with their prefixes; empty if there is no such link. */
    Optional<List<Cidr>> addresses(String link);

    /** True if the host has IPv6. */
    boolean hostHasV6();

    /** Lets go of what {@link #prepare} made; what was created stays. */
    @Override
    void close();

    /**
     * An interface to set up.
     *
     * @param attachment where the driver left it
     * @param name what it is to be called inside
     * @param sysctls file below {@code /proc/sys/net} to value, to be set before it is up
     */
    record Interface(
            JoinInfo.Attachment attachment,
            String name,
            MacAddress mac,
            List<Cidr> addresses,
            List<JoinInfo.StaticRoute> routes,
            Map<String, String> sysctls) {}

    /** The next hops of the default routes. */
    record DefaultRoutes(String interfaceName, Optional<InetAddress> v4, Optional<InetAddress> v6) {
        static final DefaultRoutes NONE = new DefaultRoutes("", Optional.empty(), Optional.empty());

        /** Through the endpoint. */
        static DefaultRoutes of(LiveEndpoint endpoint) {
            return new DefaultRoutes(
                    endpoint.interfaceName(), address(endpoint.gateway4()), address(endpoint.gateway6()));
        }

        private static Optional<InetAddress> address(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(Cidr.parseAddress(text));
        }
    }
}
