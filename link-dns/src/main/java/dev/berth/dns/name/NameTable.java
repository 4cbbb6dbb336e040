package dev.berth.dns.name;

import dev.berth.plugin.name.NameRecord;
import java.util.Optional;

/** Every name on every network at one moment; immutable, so that a look-up takes no lock. */
public final class NameTable {
    /** Knows nothing. */
    public static final NameTable EMPTY = new NameTable(PersistentMap.empty());

    private final PersistentMap<String, NetworkNames> byNetwork;

    private NameTable(PersistentMap<String, NetworkNames> byNetwork) {
        this.byNetwork = byNetwork;
    }

    /** The table with the record, in place of what the same endpoint had. */
    public NameTable with(NameRecord record) {
        NetworkNames known = network(record.networkId()).orElseGet(NetworkNames::empty);
        return new NameTable(byNetwork.with(record.networkId(), known.with(record)));
    }

    /** The table without the endpoint's names. */
    public NameTable without(String networkId, String endpointId) {
        Optional<NetworkNames> known = network(networkId);
        if (known.isEmpty()) {
            return this;
        }
        NetworkNames rest = known.get().without(endpointId);
        return new NameTable(rest.isEmpty() ? byNetwork.without(networkId) : byNetwork.with(networkId, rest));
    }

    Optional<NetworkNames> network(String id) {
        return byNetwork.get(id);
    }
}
