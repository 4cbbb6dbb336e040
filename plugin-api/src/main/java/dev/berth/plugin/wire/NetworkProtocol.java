package dev.berth.plugin.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Docker's network plugins.
 *
 * @see <a href="https://github.com/moby/moby/blob/master/daemon/libnetwork/docs/remote.md">Docker's page</a>
 */
public final class NetworkProtocol {
    public static final String TYPE = "NetworkDriver";
    public static final String CAPABILITIES = "/NetworkDriver.GetCapabilities";
    public static final String ALLOCATE_NETWORK = "/NetworkDriver.AllocateNetwork";
    public static final String FREE_NETWORK = "/NetworkDriver.FreeNetwork";
    public static final String CREATE_NETWORK = "/NetworkDriver.CreateNetwork";
    public static final String DELETE_NETWORK = "/NetworkDriver.DeleteNetwork";
    public static final String CREATE_ENDPOINT = "/NetworkDriver.CreateEndpoint";
    public static final String ENDPOINT_INFO = "/NetworkDriver.EndpointOperInfo";
    public static final String DELETE_ENDPOINT = "/NetworkDriver.DeleteEndpoint";
    public static final String JOIN = "/NetworkDriver.Join";
    public static final String LEAVE = "/NetworkDriver.Leave";
    public static final String PROGRAM = "/NetworkDriver.ProgramExternalConnectivity";
    public static final String REVOKE = "/NetworkDriver.RevokeExternalConnectivity";
    public static final String DISCOVER_NEW = "/NetworkDriver.DiscoverNew";
    public static final String DISCOVER_DELETE = "/NetworkDriver.DiscoverDelete";

    /** Berth's own and optional, as is {@link #REVOKE_LINK}: Docker's protocol has no words for it. */
    public static final String PERMIT_LINK = "/NetworkDriver.PermitLink";

    public static final String REVOKE_LINK = "/NetworkDriver.RevokeLink";

    /** Option of a network: a map of what {@code docker network create -o} gave. */
    public static final String GENERIC = "com.docker.network.generic";

    /** Option of a network: true for {@code --internal}. */
    public static final String INTERNAL = "com.docker.network.internal";

    /** Option of a network: true for {@code --ipv6}. */
    public static final String ENABLE_IPV6 = "com.docker.network.enable_ipv6";

    /** Option of an endpoint: a list of {@link PortMapping}. */
    public static final String PORT_MAP = "com.docker.network.portmap";

    private NetworkProtocol() {}

    /** Answer of {@link #CAPABILITIES}. */
    public record Capabilities(
            @JsonProperty("Scope") String scope,
            @JsonProperty("ConnectivityScope") String connectivityScope) {
        public Capabilities {
            scope = Given.text(scope);
            connectivityScope = Given.text(connectivityScope);
        }
    }

    /** Of {@link #CREATE_NETWORK}, {@link #ALLOCATE_NETWORK}. */
    public record NetworkCreation(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("Options") Map<String, Object> options,
            @JsonProperty("IPv4Data") List<Addressing> ipv4,
            @JsonProperty("IPv6Data") List<Addressing> ipv6) {
        public NetworkCreation {
            networkId = Given.text(networkId);
            options = Given.map(options);
            ipv4 = Given.list(ipv4);
            ipv6 = Given.list(ipv6);
        }
    }

    /** What IPAM gave. @param auxiliary addresses with prefix, or without, by name */
    public record Addressing(
            @JsonProperty("AddressSpace") String addressSpace,
            @JsonProperty("Pool") String pool,
            @JsonProperty("Gateway") String gateway,
            @JsonProperty("AuxAddresses") Map<String, Object> auxiliary) {
        public Addressing {
            addressSpace = Given.text(addressSpace);
            pool = Given.text(pool);
            gateway = Given.text(gateway);
            auxiliary = Given.map(auxiliary);
        }
    }

    /** Of {@link #DELETE_NETWORK}, {@link #FREE_NETWORK}. */
    public record NetworkReference(
            @JsonProperty("NetworkID") String networkId) {
        public NetworkReference {
            networkId = Given.text(networkId);
        }
    }

    /** Of {@link #DELETE_ENDPOINT}, {@link #LEAVE}, {@link #ENDPOINT_INFO}, {@link #REVOKE}. */
    public record EndpointReference(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("EndpointID") String endpointId) {
        public EndpointReference {
            networkId = Given.text(networkId);
            endpointId = Given.text(endpointId);
        }
    }

    /** Of {@link #CREATE_ENDPOINT}. */
    public record EndpointCreation(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("EndpointID") String endpointId,
            @JsonProperty("Interface") Interface addresses,
            @JsonProperty("Options") Map<String, Object> options) {
        public EndpointCreation {
            networkId = Given.text(networkId);
            endpointId = Given.text(endpointId);
            addresses = addresses == null ? Interface.NONE : addresses;
            options = Given.map(options);
        }
    }

    /** Answer of {@link #CREATE_ENDPOINT}: only what the engine left to the driver, null for nothing. */
    public record EndpointCreated(
            @JsonProperty("Interface") @Nullable Interface addresses) {}

    /** An interface's addresses. */
    public record Interface(
            @JsonProperty("Address") String address,
            @JsonProperty("AddressIPv6") String addressIpv6,
            @JsonProperty("MacAddress") String mac) {
        /** Nothing said. */
        public static final Interface NONE = new Interface("", "", "");

        public Interface {
            address = Given.text(address);
            addressIpv6 = Given.text(addressIpv6);
            mac = Given.text(mac);
        }
    }

    /** Answer of {@link #ENDPOINT_INFO}. */
    public record EndpointInfo(@JsonProperty("Value") Map<String, Object> value) {
        public EndpointInfo {
            value = Given.map(value);
        }
    }

    /** Of {@link #JOIN}. @param sandboxKey file of the network namespace, which need not be there yet */
    public record Joining(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("EndpointID") String endpointId,
            @JsonProperty("SandboxKey") String sandboxKey,
            @JsonProperty("Options") Map<String, Object> options) {
        public Joining {
            networkId = Given.text(networkId);
            endpointId = Given.text(endpointId);
            sandboxKey = Given.text(sandboxKey);
            options = Given.map(options);
        }
    }

    /** Answer of {@link #JOIN}. */
    public record Joined(
            @JsonProperty("InterfaceName") InterfaceName interfaceName,
            @JsonProperty("Gateway") String gateway,
            @JsonProperty("GatewayIPv6") String gatewayIpv6,
            @JsonProperty("StaticRoutes") List<StaticRoute> routes,
            @JsonProperty("DisableGatewayService") boolean disableGatewayService) {
        public Joined {
            interfaceName = interfaceName == null ? new InterfaceName("", "") : interfaceName;
            gateway = Given.text(gateway);
            gatewayIpv6 = Given.text(gatewayIpv6);
            routes = Given.list(routes);
        }
    }

    /** @param source the link on the host @param prefix what it is called in the sandbox, without number */
    public record InterfaceName(
            @JsonProperty("SrcName") String source,
            @JsonProperty("DstPrefix") String prefix) {
        public InterfaceName {
            source = Given.text(source);
            prefix = Given.text(prefix);
        }
    }

    /** @param type 0 by a next hop, 1 on link */
    public record StaticRoute(
            @JsonProperty("Destination") String destination,
            @JsonProperty("RouteType") int type,
            @JsonProperty("NextHop") String nextHop) {
        public StaticRoute {
            destination = Given.text(destination);
            nextHop = Given.text(nextHop);
        }
    }

    /** Of {@link #PROGRAM}. */
    public record Programming(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("EndpointID") String endpointId,
            @JsonProperty("Options") Map<String, Object> options) {
        public Programming {
            networkId = Given.text(networkId);
            endpointId = Given.text(endpointId);
            options = Given.map(options);
        }
    }

    /** Of {@link #PERMIT_LINK}. @param child who may ask @param parent who answers @param ports {@code 80/tcp} */
    public record LinkPermission(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("ChildEndpointID") String child,
            @JsonProperty("ParentEndpointID") String parent,
            @JsonProperty("Ports") List<String> ports) {
        public LinkPermission {
            networkId = Given.text(networkId);
            child = Given.text(child);
            parent = Given.text(parent);
            ports = Given.list(ports);
        }
    }

    /** Of {@link #REVOKE_LINK}. */
    public record LinkReference(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("ChildEndpointID") String child,
            @JsonProperty("ParentEndpointID") String parent) {
        public LinkReference {
            networkId = Given.text(networkId);
            child = Given.text(child);
            parent = Given.text(parent);
        }
    }

    /**
     * A published port.
     *
     * @param protocol IANA's number
     * @param ip the container's address, empty for its own
     * @param hostIp where to listen, empty for everywhere
     * @param hostPort first to try, 0 for any
     * @param hostPortEnd last to try, 0 for the first alone
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record PortMapping(
            @JsonProperty("Proto") int protocol,
            @JsonProperty("IP") String ip,
            @JsonProperty("Port") int port,
            @JsonProperty("HostIP") String hostIp,
            @JsonProperty("HostPort") int hostPort,
            @JsonProperty("HostPortEnd") int hostPortEnd) {
        public PortMapping {
            ip = Given.text(ip);
            hostIp = Given.text(hostIp);
        }
    }
}
