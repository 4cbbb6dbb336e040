package dev.berth.dns.name;

import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.SandboxNames;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a question from one sandbox comes to. Pure: the same table and sandbox give the same answer.
 *
 * <p>Private names (links) go first, then the sandbox's networks in their order; the first that knows the name gives
 * all of the answer. {@code a.b} is the name {@code a.b}, or the name {@code a} on the network {@code b}.
 */
public final class Lookup {
    private static final NameAnswer NO_DATA = new NameAnswer.NoData();
    private static final NameAnswer NOT_OURS = new NameAnswer.NotOurs();

    private final SandboxNames sandbox;

    /** Lower case to lower case. */
    private final Map<String, String> links = new HashMap<>();

    public Lookup(SandboxNames sandbox) {
        this.sandbox = sandbox;
        sandbox.links().forEach((alias, name) -> links.put(lower(alias), lower(name)));
    }

    /** The sandbox that asks. */
    public SandboxNames sandbox() {
        return sandbox;
    }

    /**
     * Decides.
     *
     * @param name in any case, no trailing dot
     * @param type {@code A}, {@code AAAA}, {@code PTR}; of every other type a name that is ours has nothing
     */
    public NameAnswer resolve(NameTable table, String name, String type) {
        if (type.equals("PTR")) {
            return reverse(table, name);
        }
        Optional<List<InetAddress>> known = find(table, lower(name));
        if (known.isEmpty()) {
            return NOT_OURS;
        }
        Predicate<InetAddress> family = switch (type) {
            case "A" -> Inet4Address.class::isInstance;
            case "AAAA" -> address -> !(address instanceof Inet4Address);
            default -> address -> false;
        };
        List<InetAddress> matching = known.get().stream().filter(family).toList();
        return matching.isEmpty() ? NO_DATA : new NameAnswer.Addresses(matching);
    }

    private Optional<List<InetAddress>> find(NameTable table, String name) {
        String linked = links.get(name);
        if (linked != null) {
            Optional<List<InetAddress>> target = onNetworks(table, linked);
            if (target.isPresent()) {
                return target;
            }
        }
        return onNetworks(table, name);
    }

    private Optional<List<InetAddress>> onNetworks(NameTable table, String name) {
        for (String id : sandbox.networkIds()) {
            Optional<List<InetAddress>> found = table.network(id).flatMap(network -> on(network, name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<List<InetAddress>> on(NetworkNames network, String name) {
        Optional<List<InetAddress>> plain = network.addresses(name);
        String suffix = "." + network.networkName();
        if (plain.isPresent() || !name.endsWith(suffix)) {
            return plain;
        }
        return network.addresses(name.substring(0, name.length() - suffix.length()));
    }

    private NameAnswer reverse(NameTable table, String name) {
        Optional<InetAddress> address = ReverseName.parse(lower(name));
        if (address.isEmpty()) {
            return NOT_OURS;
        }
        for (String id : sandbox.networkIds()) {
            Optional<String> found = table.network(id).flatMap(network -> network.name(address.get()));
            if (found.isPresent()) {
                return new NameAnswer.Names(List.of(found.get()));
            }
        }
        return NOT_OURS;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
