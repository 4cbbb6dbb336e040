package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.AddressAudit;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** IPAM in memory: default pools 172.17.0.0/16 and on, always the lowest free address. */
final class FakeIpam implements IpamDriver, AddressAudit {
    private final Map<String, Cidr> pools = new LinkedHashMap<>();
    private final Map<String, Set<String>> held = new LinkedHashMap<>();
    private boolean failing;
    private boolean silent;

    /** Whether no address is taken back any more. */
    synchronized void silence(boolean toBe) {
        silent = toBe;
    }

    synchronized void fail(boolean fail) {
        failing = fail;
    }

    @Override
    public String localAddressSpace() {
        return "local";
    }

    @Override
    public String globalAddressSpace() {
        return "global";
    }

    @Override
    public synchronized Pool requestPool(PoolRequest request) {
        Cidr subnet = request.pool().orElseGet(() -> free(request.v6()));
        if (pools.values().stream().anyMatch(subnet::overlaps)) {
            throw new EngineException.Forbidden("Pool overlaps with other one on this address space");
        }
        String id = "local/" + subnet;
        pools.put(id, subnet);
        held.put(id, new TreeSet<>());
        return new Pool(id, subnet, Map.of());
    }

    private Cidr free(boolean v6) {
        for (int i = 17; ; i++) {
            Cidr candidate = Cidr.parse(v6 ? "fd00:" + i + "::/64" : "172." + i + ".0.0/16");
            if (pools.values().stream().noneMatch(candidate::overlaps)) {
                return candidate;
            }
        }
    }

    @Override
    public synchronized void releasePool(String poolId) {
        pools.remove(poolId);
        held.remove(poolId);
    }

    @Override
    public synchronized Cidr requestAddress(
            String poolId, Optional<InetAddress> preferred, Map<String, String> options) {
        if (failing) {
            throw new EngineException.Unavailable("no available addresses");
        }
        Cidr pool = pools.get(poolId);
        InetAddress address = preferred.orElseGet(() -> lowest(pool, held.get(poolId)));
        if (!pool.contains(address)) {
            throw new EngineException.InvalidParameter("address not in pool");
        }
        if (!held.get(poolId).add(address.getHostAddress())) {
            throw new EngineException.Conflict("Address already in use");
        }
        return new Cidr(address, pool.prefix());
    }

    private static InetAddress lowest(Cidr pool, Set<String> taken) {
        BigInteger number = new BigInteger(1, pool.address().getAddress());
        while (true) {
            number = number.add(BigInteger.ONE);
            InetAddress candidate = address(number, pool.address().getAddress().length);
            if (!taken.contains(candidate.getHostAddress())) {
                return candidate;
            }
        }
    }

    private static InetAddress address(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] digits = number.toByteArray();
        int count = Math.min(length, digits.length);
        System.arraycopy(digits, digits.length - count, bytes, length - count, count);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    @Override
    public synchronized void releaseAddress(String poolId, InetAddress address) {
        if (silent) {
            throw new EngineException.Unavailable("no answer");
        }
        if (held.containsKey(poolId)) {
            held.get(poolId).remove(address.getHostAddress());
        }
    }

    @Override
    public synchronized void retain(Map<String, Set<InetAddress>> inUse) {
        pools.keySet().retainAll(inUse.keySet());
        held.keySet().retainAll(inUse.keySet());
        held.forEach(
                (id, addresses) -> addresses.removeIf(address -> !inUse.get(id).contains(Cidr.parseAddress(address))));
    }

    /** Has it free again without being told. */
    synchronized void forget(String pool, String address) {
        held.get("local/" + pool).remove(address);
    }

    /** Every address held of the pool, gateway included. */
    synchronized Set<String> held(String pool) {
        return Set.copyOf(held.getOrDefault("local/" + pool, Set.of()));
    }

    synchronized Set<String> pools() {
        return Set.copyOf(pools.keySet());
    }
}
