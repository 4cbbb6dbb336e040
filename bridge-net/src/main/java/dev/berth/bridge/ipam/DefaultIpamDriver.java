package dev.berth.bridge.ipam;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.AddressAudit;
import dev.berth.plugin.ipam.AddressUsage;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Docker's {@code default} IPAM driver for one host. Pools and addresses survive the daemon and the machine, so nothing
 * has to be requested again after a restart. One lock, the driver itself, guards all of it.
 */
public final class DefaultIpamDriver implements IpamDriver, AddressAudit, AddressUsage, AutoCloseable {
    /** The name it is known by. */
    public static final String NAME = "default";

    private static final String LOCAL = "LocalDefault";
    private static final String GLOBAL = "GlobalDefault";

    private final HostRanges host;
    private final Allocations allocations;
    private final DefaultPools defaults;

    /**
     * @param file where allocations are kept; made if missing
     * @param configured the user's default pools; a family without one has Docker's
     */
    public DefaultIpamDriver(Path file, List<DefaultAddressPool> configured, HostRanges host) {
        this(file, configured, host, LogFiles.REAL);
    }

    /** The same with files of the caller's. */
    DefaultIpamDriver(Path file, List<DefaultAddressPool> configured, HostRanges host, LogFiles files) {
        this.host = host;
        this.allocations = new Allocations(file, files);
        this.defaults = DefaultPools.of(configured, allocations.ula());
    }

    @Override
    public String localAddressSpace() {
        return LOCAL;
    }

    @Override
    public String globalAddressSpace() {
        return GLOBAL;
    }

    @Override
    public synchronized Pool requestPool(PoolRequest request) {
        requireSpace(request.addressSpace());
        Cidr subnet = subnet(request);
        request.subPool().ifPresent(range -> requireInside(range, request.pool(), subnet));
        if (inSpace(request.addressSpace()).stream().anyMatch(subnet::overlaps)) {
            throw new EngineException.Forbidden("Pool overlaps with other one on this address space");
        }
        Optional<Cidr> range = request.subPool().map(Cidr::network);
        String id = request.addressSpace() + "/" + subnet
                + range.map(part -> "/" + part).orElse("");
        allocations.addPool(id, subnet, range);
        return new Pool(id, subnet, Map.of());
    }

    @Override
    public synchronized void releasePool(String poolId) {
        if (allocations.pools().containsKey(poolId)) {
            allocations.dropPool(poolId);
        }
    }

    @Override
    public synchronized Cidr requestAddress(
            String poolId, Optional<InetAddress> preferred, Map<String, String> options) {
        AddressPool pool = Optional.ofNullable(allocations.pools().get(poolId))
                .orElseThrow(() -> new EngineException.NotFound("request address: no such pool: " + poolId));
        preferred.ifPresent(pool::requireFree);
        boolean gateway = GATEWAY.equals(options.get(REQUEST_ADDRESS_TYPE));
        InetAddress address = preferred.orElseGet(gateway ? pool::lowest : pool::next);
        allocations.take(poolId, address, preferred.isPresent() || gateway);
        return new Cidr(address, pool.subnet().prefix());
    }

    @Override
    public synchronized void releaseAddress(String poolId, InetAddress address) {
        Optional.ofNullable(allocations.pools().get(poolId))
                .filter(pool -> pool.isTaken(address))
                .ifPresent(pool -> allocations.free(poolId, address));
    }

    @Override
    public synchronized Optional<Usage> usage(String poolId) {
        return Optional.ofNullable(allocations.pools().get(poolId)).map(AddressPool::usage);
    }

    @Override
    public synchronized void retain(Map<String, Set<InetAddress>> held) {
        Map.copyOf(allocations.pools()).forEach((id, pool) -> {
            Set<InetAddress> addresses = held.get(id);
            if (addresses == null) {
                allocations.dropPool(id);
            } else {
                retain(id, pool, addresses);
            }
        });
    }

    private void retain(String poolId, AddressPool pool, Set<InetAddress> addresses) {
        List.copyOf(pool.taken()).stream()
                .map(pool::at)
                .filter(address -> !addresses.contains(address))
                .forEach(address -> allocations.free(poolId, address));
    }

    private Cidr subnet(PoolRequest request) {
        if (request.pool().isEmpty()) {
            return defaults.firstFree(request.v6(), OptionalInt.empty(), used(request.addressSpace()));
        }
        Cidr asked = request.pool().get();
        // Docker reads 0.0.0.0/24 as "any free /24 of the default pools".
        if (asked.address().isAnyLocalAddress() && asked.prefix() > 0) {
            return defaults.firstFree(!asked.isV4(), OptionalInt.of(asked.prefix()), used(request.addressSpace()));
        }
        return asked.network();
    }

    private List<Cidr> used(String addressSpace) {
        List<Cidr> used = new ArrayList<>(inSpace(addressSpace));
        used.addAll(host.inUse());
        return used;
    }

    private List<Cidr> inSpace(String addressSpace) {
        return allocations.pools().entrySet().stream()
                .filter(pool -> pool.getKey().startsWith(addressSpace + "/"))
                .map(pool -> pool.getValue().subnet())
                .toList();
    }

    private static void requireSpace(String addressSpace) {
        if (!addressSpace.equals(LOCAL) && !addressSpace.equals(GLOBAL)) {
            throw new EngineException.InvalidParameter("unknown address space: " + addressSpace);
        }
    }

    private static void requireInside(Cidr range, Optional<Cidr> asked, Cidr subnet) {
        if (asked.isEmpty() || range.prefix() < subnet.prefix() || !subnet.contains(range.address())) {
            throw new EngineException.InvalidParameter("invalid sub-pool " + range + ": it is not inside the pool "
                    + asked.map(Cidr::toString).orElse("(none given)"));
        }
    }

    @Override
    public synchronized void close() {
        allocations.close();
    }
}
