package dev.berth.dns.name;

import dev.berth.plugin.name.NameRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every name on every network at one moment; immutable, so that a look-up takes no lock. */
public final class NameTable {
    /** Knows nothing. */
    public static final NameTable EMPTY = new NameTable(Map.of());

    private final Map<String, NetworkNames> byNetwork;

    private NameTable(Map<String, NetworkNames> byNetwork) {
        this.byNetwork = Map.copyOf(byNetwork);
    }

    /** The table with the record, in place of what the same endpoint had. */
    public NameTable with(NameRecord record) {
        Map<String, NetworkNames> networks = new HashMap<>(byNetwork);
        networks.put(
                record.networkId(),
                networks.getOrDefault(record.networkId(), NetworkNames.empty()).with(record));
        return new NameTable(networks);
    }

    /** The table without the endpoint's names. */
    public NameTable without(String networkId, String endpointId) {
        NetworkNames known = byNetwork.get(networkId);
        if (known == null) {
            return this;
        }
        Map<String, NetworkNames> networks = new HashMap<>(byNetwork);
        NetworkNames rest = known.without(endpointId);
        if (rest.isEmpty()) {
            networks.remove(networkId);
        } else {
            networks.put(networkId, rest);
        }
        return new NameTable(networks);
    }

    Optional<NetworkNames> network(String id) {
        return Optional.ofNullable(byNetwork.get(id));
    }
}
