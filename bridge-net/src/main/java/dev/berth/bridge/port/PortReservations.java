package dev.berth.bridge.port;

import dev.berth.bridge.port.PortBinder.Held;
import dev.berth.bridge.port.PortBinder.PortInUse;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The host ports that endpoints hold. One lock, the object itself, guards them. */
public final class PortReservations implements AutoCloseable {
    private final PortBinder binder;
    private final Map<String, List<Reservation>> owners = new HashMap<>();
    private final Map<PortKey, List<Reservation>> ports = new HashMap<>();
    private int lastDynamic;

    PortReservations(PortBinder binder) {
        this.binder = binder;
    }

    /**
     * Reservations by sockets.
     *
     * @param namespace runs what opens sockets in the network namespace to hold ports in
     */
    public static PortReservations in(NamespaceCall namespace) {
        return new PortReservations(new HostPorts(namespace));
    }

    private record PortKey(Protocol protocol, int port) {}

    private record Place(PortKey key, InetAddress address) {}

    private record Reservation(PortKey key, InetAddress address, Held held) {
        Place place() {
            return new Place(key, address);
        }

        boolean meets(InetAddress other) {
            boolean sameFamily = address instanceof Inet4Address == other instanceof Inet4Address;
            return sameFamily && (address.isAnyLocalAddress() || other.isAnyLocalAddress() || address.equals(other));
        }
    }

    /**
     * Reserves a port for each claim, all or none. Bindings of one container port that differ in nothing but the family
     * of their unspecified address get the same number.
     *
     * @return the claims' bindings in their order, each on its port
     * @throws EngineException.Conflict a port, or each one of a range, is taken; in Docker's words
     */
    public synchronized List<PortBinding> reserve(String owner, List<Claim> claims) {
        List<PortBinding> bindings = claims.stream().map(Claim::binding).toList();
        List<PortBinding> settled = new ArrayList<>(bindings);
        List<Reservation> made = new ArrayList<>();
        try {
            for (List<Integer> group : PortGroups.of(bindings)) {
                int port = reserveGroup(group.stream().map(claims::get).toList(), made);
                group.forEach(member -> settled.set(member, bindings.get(member).on(port)));
            }
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> made.forEach(this::release));
            throw failure;
        }
        owners.computeIfAbsent(owner, key -> new ArrayList<>()).addAll(made);
        return settled;
    }

    /**
     * Holds again what the owner held before the daemon restarted. A port that another program took meanwhile stays
     * published without being held: the packets go to the container as before.
     */
    public synchronized void restore(String owner, List<Claim> published) {
        List<Reservation> held = owners.computeIfAbsent(owner, key -> new ArrayList<>());
        Set<Place> known = held.stream().map(Reservation::place).collect(Collectors.toCollection(HashSet::new));
        for (Claim claim : published) {
            PortBinding binding = claim.binding();
            Place place = new Place(key(binding, binding.hostPort()), binding.hostAddress());
            if (known.add(place)) {
                held.add(note(place.key(), place.address(), bindOrNothing(claim)));
            }
        }
    }

    /** Gives up all that the owner holds; an unknown owner holds nothing. */
    public synchronized void release(String owner) {
        List<Reservation> held = owners.remove(owner);
        if (held != null) {
            Cleanup.all(held.stream()
                    .<Runnable>map(reservation -> () -> release(reservation))
                    .toArray(Runnable[]::new));
        }
    }

    private Held bindOrNothing(Claim claim) {
        try {
            return bind(claim, claim.binding().hostPort());
        } catch (PortInUse takenMeanwhile) {
            return () -> {};
        }
    }

    private Held bind(Claim claim, int port) throws PortInUse {
        PortBinding binding = claim.binding();
        return binder.bind(binding.container().protocol(), binding.hostAddress(), port, claim.target());
    }

    private int reserveGroup(List<Claim> group, List<Reservation> made) {
        PortBinding asked = group.get(0).binding();
        if (asked.hostPort() == 0 && asked.hostPortEnd() == 0) {
            return reserveAny(group, made);
        }
        for (int port = asked.hostPort(); port < asked.hostPortEnd(); port++) {
            if (tryReserve(group, port, made)) {
                return port;
            }
        }
        if (tryReserve(group, asked.hostPortEnd(), made)) {
            return asked.hostPortEnd();
        }
        throw taken(group, asked);
    }

    private int reserveAny(List<Claim> group, List<Reservation> made) {
        EphemeralPorts range = binder.ephemeral();
        for (int tries = range.count(); tries > 0; tries--) {
            lastDynamic = range.after(lastDynamic);
            if (!range.isReserved(lastDynamic) && tryReserve(group, lastDynamic, made)) {
                return lastDynamic;
            }
        }
        throw new EngineException.Conflict("Bind for "
                + PortText.of(group.get(0).binding().hostAddress(), range.first(), range.last())
                + " failed: all ports are allocated");
    }

    private boolean tryReserve(List<Claim> group, int port, List<Reservation> made) {
        if (group.stream().anyMatch(claim -> isHeldByUs(claim.binding(), port))) {
            return false;
        }
        List<Reservation> mine = new ArrayList<>();
        try {
            for (Claim claim : group) {
                PortBinding binding = claim.binding();
                mine.add(note(key(binding, port), binding.hostAddress(), bind(claim, port)));
            }
        } catch (PortInUse other) {
            mine.forEach(this::release);
            return false;
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, () -> mine.forEach(this::release));
            throw failure;
        }
        made.addAll(mine);
        return true;
    }

    private EngineException taken(List<Claim> group, PortBinding asked) {
        String where = PortText.of(asked.hostAddress(), asked.hostPort(), asked.hostPortEnd());
        if (asked.hostPort() != asked.hostPortEnd()) {
            return new EngineException.Conflict("Bind for " + where + " failed: all ports are allocated");
        }
        if (group.stream().anyMatch(claim -> isHeldByUs(claim.binding(), asked.hostPort()))) {
            return new EngineException.Conflict("Bind for " + where + " failed: port is already allocated");
        }
        return new EngineException.Conflict("failed to bind port " + where + "/"
                + asked.container().protocol().word() + ": address already in use");
    }

    private boolean isHeldByUs(PortBinding binding, int port) {
        return ports.getOrDefault(key(binding, port), List.of()).stream()
                .anyMatch(reservation -> reservation.meets(binding.hostAddress()));
    }

    private Reservation note(PortKey key, InetAddress address, Held held) {
        Reservation reservation = new Reservation(key, address, held);
        ports.computeIfAbsent(key, unused -> new ArrayList<>()).add(reservation);
        return reservation;
    }

    private void release(Reservation reservation) {
        ports.computeIfPresent(reservation.key(), (key, list) -> {
            list.remove(reservation);
            return list.isEmpty() ? null : list;
        });
        reservation.held().close();
    }

    private static PortKey key(PortBinding binding, int port) {
        return new PortKey(binding.container().protocol(), port);
    }

    /** Ends what is being passed on; to be called when nothing is held any more. */
    @Override
    public void close() {
        binder.close();
    }
}
