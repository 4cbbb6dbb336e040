package dev.berth.plugin.client;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import dev.berth.plugin.wire.IpamProtocol;
import dev.berth.plugin.wire.IpamProtocol.AddressGiven;
import dev.berth.plugin.wire.IpamProtocol.AddressReturn;
import dev.berth.plugin.wire.IpamProtocol.AddressSpaces;
import dev.berth.plugin.wire.IpamProtocol.AddressWish;
import dev.berth.plugin.wire.IpamProtocol.PoolGiven;
import dev.berth.plugin.wire.IpamProtocol.PoolReturn;
import dev.berth.plugin.wire.IpamProtocol.PoolWish;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.Values;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** Subnets and addresses of a plugin. */
public final class RemoteIpamDriver implements IpamDriver {
    private final PluginClient plugin;

    public RemoteIpamDriver(PluginClient plugin) {
        this.plugin = plugin;
    }

    @Override
    public String localAddressSpace() {
        return spaces().local();
    }

    @Override
    public String globalAddressSpace() {
        return spaces().global();
    }

    private AddressSpaces spaces() {
        return plugin.call(IpamProtocol.ADDRESS_SPACES, new Done(), AddressSpaces.class);
    }

    @Override
    public Pool requestPool(PoolRequest request) {
        PoolGiven given = plugin.call(
                IpamProtocol.REQUEST_POOL,
                new PoolWish(
                        request.addressSpace(),
                        Values.text(request.pool()),
                        Values.text(request.subPool()),
                        request.options(),
                        request.v6()),
                PoolGiven.class);
        return new Pool(given.poolId(), cidr("pool", given.pool()), given.data());
    }

    @Override
    public void releasePool(String poolId) {
        plugin.call(IpamProtocol.RELEASE_POOL, new PoolReturn(poolId), Done.class);
    }

    @Override
    public Cidr requestAddress(String poolId, Optional<InetAddress> preferred, Map<String, String> options) {
        AddressGiven given = plugin.call(
                IpamProtocol.REQUEST_ADDRESS,
                new AddressWish(
                        poolId, preferred.map(InetAddress::getHostAddress).orElse(""), options),
                AddressGiven.class);
        return cidr("address", given.address());
    }

    @Override
    public void releaseAddress(String poolId, InetAddress address) {
        plugin.call(IpamProtocol.RELEASE_ADDRESS, new AddressReturn(poolId, address.getHostAddress()), Done.class);
    }

    private Cidr cidr(String what, String text) {
        try {
            return Cidr.parse(text);
        } catch (EngineException.InvalidParameter malformed) {
            throw new EngineException.SystemFailure(
                    "plugin " + plugin.name() + " gave no valid " + what + ": " + malformed.getMessage(), malformed);
        }
    }
}
