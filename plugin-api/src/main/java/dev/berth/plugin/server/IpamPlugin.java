package dev.berth.plugin.server;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import dev.berth.plugin.wire.IpamProtocol;
import dev.berth.plugin.wire.IpamProtocol.AddressGiven;
import dev.berth.plugin.wire.IpamProtocol.AddressReturn;
import dev.berth.plugin.wire.IpamProtocol.AddressSpaces;
import dev.berth.plugin.wire.IpamProtocol.AddressWish;
import dev.berth.plugin.wire.IpamProtocol.Capabilities;
import dev.berth.plugin.wire.IpamProtocol.PoolGiven;
import dev.berth.plugin.wire.IpamProtocol.PoolReturn;
import dev.berth.plugin.wire.IpamProtocol.PoolWish;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.Values;
import java.util.Map;

/** An IPAM driver as a plugin. What it gave is on disk, so that no engine need ask for it again after a restart. */
public final class IpamPlugin {
    private IpamPlugin() {}

    /** Serves the driver, which is called from several threads. */
    public static PluginType of(IpamDriver driver) {
        return new PluginType.Calls()
                .on(IpamProtocol.CAPABILITIES, Done.class, call -> new Capabilities(false, false))
                .on(
                        IpamProtocol.ADDRESS_SPACES,
                        Done.class,
                        call -> new AddressSpaces(driver.localAddressSpace(), driver.globalAddressSpace()))
                .on(IpamProtocol.REQUEST_POOL, PoolWish.class, call -> requestPool(driver, call))
                .on(IpamProtocol.RELEASE_POOL, PoolReturn.class, call -> {
                    driver.releasePool(call.poolId());
                    return new Done();
                })
                .on(
                        IpamProtocol.REQUEST_ADDRESS,
                        AddressWish.class,
                        call -> new AddressGiven(
                                driver.requestAddress(call.poolId(), Values.address(call.address()), call.options())
                                        .toString(),
                                Map.of()))
                .on(IpamProtocol.RELEASE_ADDRESS, AddressReturn.class, call -> {
                    driver.releaseAddress(
                            call.poolId(),
                            Values.address(call.address())
                                    .orElseThrow(() ->
                                            new EngineException.InvalidParameter("release address: none is named")));
                    return new Done();
                })
                .as(IpamProtocol.TYPE);
    }

    private static PoolGiven requestPool(IpamDriver driver, PoolWish wish) {
        Pool pool = driver.requestPool(new PoolRequest(
                wish.addressSpace(), Values.cidr(wish.pool()), Values.cidr(wish.subPool()), wish.v6(), wish.options()));
        return new PoolGiven(pool.id(), pool.subnet().toString(), pool.data());
    }
}
