package dev.berth.bridge;

import dev.berth.plugin.DriverHome;
import dev.berth.plugin.Scope;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.Endpoint;
import dev.berth.plugin.network.EndpointSpec;
import dev.berth.plugin.network.ExternalConnectivity;
import dev.berth.plugin.network.JoinInfo;
import dev.berth.plugin.network.JoinSpec;
import dev.berth.plugin.network.LinkPermits;
import dev.berth.plugin.network.NetworkDriver;
import dev.berth.plugin.network.NetworkSpec;
import dev.berth.plugin.network.PortBinding;
import java.util.List;

/** Docker's {@code bridge} driver. */
public final class BridgeNetworkDriver implements NetworkDriver, ExternalConnectivity, LinkPermits {
    /** The name it is known by. */
    public static final String NAME = "bridge";

    private final DriverHome home;

    public BridgeNetworkDriver(DriverHome home) {
        this.home = home;
    }

    @Override
    public Scope scope() {
        return Scope.LOCAL;
    }

    @Override
    public void createNetwork(NetworkSpec spec) {
        throw unwritten();
    }

    @Override
    public void deleteNetwork(String networkId) {
        throw unwritten();
    }

    @Override
    public Endpoint createEndpoint(String networkId, EndpointSpec spec) {
        throw unwritten();
    }

    @Override
    public void deleteEndpoint(String networkId, String endpointId) {
        throw unwritten();
    }

    @Override
    public JoinInfo join(String networkId, String endpointId, JoinSpec spec) {
        throw unwritten();
    }

    @Override
    public void leave(String networkId, String endpointId) {
        throw unwritten();
    }

    @Override
    public List<PortBinding> programExternalConnectivity(
            String networkId, String endpointId, List<PortBinding> bindings) {
        throw unwritten();
    }

    @Override
    public void revokeExternalConnectivity(String networkId, String endpointId) {
        throw unwritten();
    }

    @Override
    public void permit(String networkId, String childEndpointId, String parentEndpointId, List<ContainerPort> ports) {
        throw unwritten();
    }

    @Override
    public void revoke(String networkId, String childEndpointId, String parentEndpointId) {
        throw unwritten();
    }

    private IllegalStateException unwritten() {
        return new IllegalStateException("bridge driver at " + home + " is not written yet");
    }
}
