package dev.berth.dns.name;

import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.SandboxNames;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        sandbox.links()
                .forEach((alias, name) ->
                        DomainName.spellings(alias).forEach(known -> links.put(known, DomainName.of(name))));
    }

    /** The sandbox that asks. */
    public SandboxNames sandbox() {
        return sandbox;
    }

    /**
     * Decides.
     *
     * @param name in any case, no trailing dot
     * @param type {@code A}, {@code AAAA}, {@code PTR}, {@code SRV}; of every other type a name that is ours has nothing
     */
    public NameAnswer resolve(NameTable table, String name, String type) {
        String asked = DomainName.lower(name);
        Optional<NetworkNames.Holders> holders = find(table, asked);
        if (holders.isPresent()) {
            return answer(holders.get(), type, ServiceName.ALL);
        }
        Optional<ServiceName> service = ServiceName.parse(asked);
        if (service.isPresent()) {
            return find(table, service.get().host())
                    .map(found -> answer(found, type, service.get()))
                    .orElse(NOT_OURS);
        }
        return reverse(table, asked, type);
    }

    private static NameAnswer answer(NetworkNames.Holders holders, String type, ServiceName service) {
        if (type.equals("SRV")) {
            List<NameAnswer.Service> services = holders.records().stream()
                    .flatMap(record -> service.on(record).stream())
                    .toList();
            return services.isEmpty() ? NO_DATA : new NameAnswer.Services(services);
        }
        if (service != ServiceName.ALL) {
            return NO_DATA;
        }
        List<InetAddress> addresses = switch (type) {
            case "A" -> holders.v4();
            case "AAAA" -> holders.v6();
            default -> List.of();
        };
        return addresses.isEmpty() ? NO_DATA : new NameAnswer.Addresses(addresses);
    }

    private Optional<NetworkNames.Holders> find(NameTable table, String name) {
        String linked = links.get(name);
        if (linked != null) {
            Optional<NetworkNames.Holders> target = onNetworks(table, linked);
            if (target.isPresent()) {
                return target;
            }
        }
        return onNetworks(table, name);
    }

    private Optional<NetworkNames.Holders> onNetworks(NameTable table, String name) {
        for (String id : sandbox.networkIds()) {
            Optional<NetworkNames> network = table.network(id);
            if (network.isPresent()) {
                Optional<NetworkNames.Holders> found = network.get().holders(name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private NameAnswer reverse(NameTable table, String name, String type) {
        Optional<InetAddress> address = ReverseName.parse(name);
        if (address.isEmpty()) {
            return NOT_OURS;
        }
        for (String id : sandbox.networkIds()) {
            Optional<String> found = table.network(id).flatMap(network -> network.name(address.get()));
            if (found.isPresent()) {
                return type.equals("PTR") ? new NameAnswer.Names(List.of(found.get())) : NO_DATA;
            }
        }
        return NOT_OURS;
    }
}
