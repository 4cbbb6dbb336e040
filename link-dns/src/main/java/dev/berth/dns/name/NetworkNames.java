package dev.berth.dns.name;

import dev.berth.plugin.name.NameRecord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of one network; immutable. */
final class NetworkNames {
    private final String networkName;

    /** In the order of registration, which is the order of answers. */
    private final Map<String, NameRecord> byEndpoint;

    private final Map<String, List<InetAddress>> byName = new HashMap<>();
    private final Map<InetAddress, String> byAddress = new HashMap<>();

    private NetworkNames(String networkName, Map<String, NameRecord> byEndpoint) {
        this.networkName = networkName.toLowerCase(Locale.ROOT);
        this.byEndpoint = Collections.unmodifiableMap(byEndpoint);
        byEndpoint.values().forEach(this::index);
    }

    static NetworkNames empty() {
        return new NetworkNames("", Map.of());
    }

    private void index(NameRecord record) {
        for (String name : record.names()) {
            List<InetAddress> addresses =
                    byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>());
            record.addresses().stream()
                    .filter(address -> !addresses.contains(address))
                    .forEach(addresses::add);
        }
        if (!record.names().isEmpty()) {
            String full = record.names().get(0) + "." + record.networkName();
            record.addresses().forEach(address -> byAddress.put(address, full));
        }
    }

    NetworkNames with(NameRecord record) {
        Map<String, NameRecord> records = new LinkedHashMap<>(byEndpoint);
        records.put(record.endpointId(), record);
        return new NetworkNames(record.networkName(), records);
    }

    NetworkNames without(String endpointId) {
        Map<String, NameRecord> records = new LinkedHashMap<>(byEndpoint);
        records.remove(endpointId);
        return new NetworkNames(networkName, records);
    }

    boolean isEmpty() {
        return byEndpoint.isEmpty();
    }

    /** Lower case. */
    String networkName() {
        return networkName;
    }

    /** @param name lower case; @return addresses of both families, empty list if the name has none */
    Optional<List<InetAddress>> addresses(String name) {
        return Optional.ofNullable(byName.get(name)).map(Collections::unmodifiableList);
    }

    /** {@code name.network} of the container that has the address. */
    Optional<String> name(InetAddress address) {
        return Optional.ofNullable(byAddress.get(address));
    }
}
