package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import dev.berth.plugin.network.JoinInfo;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Replaces the default routes of both families by these; one that is there already is not touched. */
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

    /** The default routes of both families. */
    record DefaultRoutes(Optional<Hop> v4, Optional<Hop> v6) {
        static final DefaultRoutes NONE = new DefaultRoutes(Optional.empty(), Optional.empty());

        /** By the sandbox's gateways. */
        static DefaultRoutes of(LiveSandbox sandbox) {
            Gateways gateways = sandbox.gateways();
            return new DefaultRoutes(
                    sandbox.endpoint(gateways.v4()).map(endpoint -> Hop.by(endpoint, endpoint.gateway4())),
                    sandbox.endpoint(gateways.v6()).map(endpoint -> Hop.by(endpoint, endpoint.gateway6())));
        }

        /** Those that there are. */
        List<Hop> hops() {
            return Stream.of(v4, v6).flatMap(Optional::stream).toList();
        }
    }

    /** The next hop of a route, and the interface that it leaves by. */
    record Hop(String interfaceName, InetAddress address) {
        private static Hop by(LiveEndpoint endpoint, String address) {
            return new Hop(endpoint.interfaceName(), Cidr.parseAddress(address));
        }
    }
}
