package dev.berth.dns.name;

import dev.berth.plugin.name.NameRecord;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names of one network; immutable. Registering costs the same with ten names and with ten thousand. */
final class NetworkNames {
    private final String networkName;
    private final PersistentMap<String, NameRecord> byEndpoint;
    private final PersistentMap<String, Holders> byName;
    private final PersistentMap<InetAddress, String> byAddress;

    private NetworkNames(
            String networkName,
            PersistentMap<String, NameRecord> byEndpoint,
            PersistentMap<String, Holders> byName,
            PersistentMap<InetAddress, String> byAddress) {
        this.networkName = networkName;
        this.byEndpoint = byEndpoint;
        this.byName = byName;
        this.byAddress = byAddress;
    }

    static NetworkNames empty() {
        return new NetworkNames("", PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());
    }

    NetworkNames with(NameRecord record) {
        NetworkNames rest = without(record.endpointId());
        PersistentMap<String, Holders> names = rest.byName;
        for (String name : indexed(record)) {
            names = names.with(name, names.get(name).orElse(Holders.NONE).with(record));
        }
        PersistentMap<InetAddress, String> addresses = rest.byAddress;
        if (!record.names().isEmpty()) {
            for (InetAddress address : record.addresses()) {
                addresses = addresses.with(address, record.names().get(0) + "." + record.networkName());
            }
        }
        return new NetworkNames(
                DomainName.of(record.networkName()),
                rest.byEndpoint.with(record.endpointId(), record),
                names,
                addresses);
    }

    NetworkNames without(String endpointId) {
        Optional<NameRecord> known = byEndpoint.get(endpointId);
        if (known.isEmpty()) {
            return this;
        }
        PersistentMap<String, Holders> names = byName;
        for (String name : indexed(known.get())) {
            Holders rest = names.get(name).orElse(Holders.NONE).without(endpointId);
            names = rest.isEmpty() ? names.without(name) : names.with(name, rest);
        }
        PersistentMap<InetAddress, String> addresses = byAddress;
        for (InetAddress address : known.get().addresses()) {
            addresses = addresses.without(address);
        }
        return new NetworkNames(networkName, byEndpoint.without(endpointId), names, addresses);
    }

    private static Set<String> indexed(NameRecord record) {
        Set<String> names = new LinkedHashSet<>();
        record.names().forEach(name -> names.addAll(DomainName.spellings(name)));
        return names;
    }

    boolean isEmpty() {
        return byEndpoint.size() == 0;
    }

    /** Lower case. */
    String networkName() {
        return networkName;
    }

    /** Who has the name, on its own or as {@code name.network}. @param name lower case */
    Optional<Holders> holders(String name) {
        Optional<Holders> plain = byName.get(name);
        int rest = name.length() - networkName.length() - 1;
        if (plain.isPresent() || rest < 1 || name.charAt(rest) != '.' || !name.endsWith(networkName)) {
            return plain;
        }
        return byName.get(name.substring(0, rest));
    }

    /** {@code name.network} of the container that has the address. */
    Optional<String> name(InetAddress address) {
        return byAddress.get(address);
    }

    /** The endpoints that have one name, with what they come to by family; immutable. */
    record Holders(List<NameRecord> records, List<InetAddress> v4, List<InetAddress> v6) {
        static final Holders NONE = new Holders(List.of(), List.of(), List.of());

        Holders with(NameRecord record) {
            List<NameRecord> all = new ArrayList<>(records);
            all.add(record);
            return of(all);
        }

        Holders without(String endpointId) {
            List<NameRecord> rest = new ArrayList<>(records);
            rest.removeIf(record -> record.endpointId().equals(endpointId));
            return of(rest);
        }

        private static Holders of(List<NameRecord> records) {
            Set<InetAddress> v4 = new LinkedHashSet<>();
            Set<InetAddress> v6 = new LinkedHashSet<>();
            for (NameRecord record : records) {
                for (InetAddress address : record.addresses()) {
                    (address instanceof Inet4Address ? v4 : v6).add(address);
                }
            }
            return new Holders(List.copyOf(records), List.copyOf(v4), List.copyOf(v6));
        }

        boolean isEmpty() {
            return records.isEmpty();
        }
    }
}
