package dev.berth.bridge.ipam;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every pool and address given, in memory and in the file that says the same. A change is in the file before it is in
 * memory. Pools, and addresses that somebody chose, gateways among them, are on disk by then: networks live on when the
 * machine ends. Any other address is an endpoint's, which does not. Not safe for use by several threads.
 *
 * <p>The file is lines of words: {@code ula PREFIX}, {@code pool ID SUBNET RANGE|-}, {@code drop ID}, {@code take ID
 * ADDRESS any|chosen}, {@code free ID ADDRESS}, {@code cursor ID OFFSET}.
 */
final class Allocations implements AutoCloseable {
    private static final long REWRITE_AFTER = 4_000;
    private static final String CHOSEN = "chosen";
    private static final String ANY = "any";

    private final Map<String, AddressPool> pools = new LinkedHashMap<>();
    private final AllocationLog log;
    private Cidr ula = DefaultPools.randomUla();

    Allocations(Path file, LogFiles files) {
        int number = 0;
        for (String line : AllocationLog.read(file)) {
            number++;
            try {
                replay(line.split(" ", -1));
            } catch (RuntimeException unreadable) {
                throw new EngineException.SystemFailure(
                        "read address allocations " + file + ", line " + number + ": '" + line + "'", unreadable);
            }
        }
        log = AllocationLog.startWith(files, file, snapshot());
    }

    /** This host's own IPv6 prefix, 48 bits, the same for ever. */
    Cidr ula() {
        return ula;
    }

    Map<String, AddressPool> pools() {
        return pools;
    }

    void addPool(String id, Cidr subnet, Optional<Cidr> range) {
        change("pool " + id + " " + subnet + " " + range.map(Cidr::toString).orElse("-"), true);
    }

    void dropPool(String id) {
        change("drop " + id, true);
    }

    void take(String id, InetAddress address, boolean byChoice) {
        change("take " + id + " " + address.getHostAddress() + " " + (byChoice ? CHOSEN : ANY), byChoice);
    }

    void free(String id, InetAddress address) {
        change("free " + id + " " + address.getHostAddress(), false);
    }

    private void change(String line, boolean sync) {
        log.append(line, sync);
        replay(line.split(" ", -1));
        if (log.appended() >= REWRITE_AFTER) {
            log.rewrite(snapshot());
        }
    }

    private void replay(String[] word) {
        switch (word[0]) {
            case "ula" -> ula = Cidr.parse(word[1]);
            case "pool" ->
                pools.put(
                        word[1],
                        new AddressPool(
                                Cidr.parse(word[2]),
                                word[3].equals("-") ? Optional.empty() : Optional.of(Cidr.parse(word[3]))));
            case "drop" -> pools.remove(word[1]);
            case "take" -> pool(word).take(Cidr.parseAddress(word[2]), word[3].equals(CHOSEN));
            case "free" -> pool(word).free(Cidr.parseAddress(word[2]));
            case "cursor" -> pool(word).resumeAt(new BigInteger(word[2]));
            default -> throw new IllegalStateException("unknown word " + word[0]);
        }
    }

    private AddressPool pool(String[] word) {
        return Optional.ofNullable(pools.get(word[1]))
                .orElseThrow(() -> new IllegalStateException("unknown pool " + word[1]));
    }

    private List<String> snapshot() {
        List<String> lines = new ArrayList<>();
        lines.add("ula " + ula);
        pools.forEach((id, pool) -> {
            lines.add("pool " + id + " " + pool.subnet() + " "
                    + pool.range().map(Cidr::toString).orElse("-"));
            Set<BigInteger> taken = pool.taken();
            for (BigInteger offset : pool.chosen()) {
                String address = pool.at(offset).getHostAddress();
                lines.add("take " + id + " " + address + " " + CHOSEN);
                if (!taken.contains(offset)) {
                    lines.add("free " + id + " " + address);
                }
            }
            taken.stream()
                    .filter(offset -> !pool.chosen().contains(offset))
                    .forEach(offset ->
                            lines.add("take " + id + " " + pool.at(offset).getHostAddress() + " " + ANY));
            lines.add("cursor " + id + " " + pool.cursor());
        });
        return lines;
    }

    @Override
    public void close() {
        log.close();
    }
}
