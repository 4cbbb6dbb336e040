package dev.berth.dns.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.SandboxNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupTest {
    private static final NameTable TABLE = NameTable.EMPTY
            .with(record("n1", "front.end", "e1", List.of("Web", "a.b", "www"), "172.18.0.2"))
            .with(record("n1", "front.end", "e2", List.of("db"), "172.18.0.3", "fd00::3"))
            .with(record("n2", "back", "e3", List.of("db", "store"), "172.19.0.3"));

    @ParameterizedTest
    @CsvSource({
        "web, A, 172.18.0.2",
        "WEB, A, 172.18.0.2",
        "a.b, A, 172.18.0.2",
        "web.front.end, A, 172.18.0.2",
        "a.b.Front.End, A, 172.18.0.2",
        "db, A, 172.18.0.3",
        "db, AAAA, fd00:0:0:0:0:0:0:3",
        "db.back, A, 172.19.0.3",
        "store, A, 172.19.0.3",
        "data, A, 172.19.0.3",
        "DATA, A, 172.19.0.3",
    })
    void resolve_knownName_givesAddress(String name, String type, String address) {
        assertThat(lookup().resolve(TABLE, name, type))
                .isEqualTo(new NameAnswer.Addresses(List.of(Cidr.parseAddress(address))));
    }

    @ParameterizedTest
    @CsvSource({"web, AAAA", "db, TYPE15", "db.back, AAAA", "db, TYPE33"})
    void resolve_knownNameOtherType_isNoData(String name, String type) {
        assertThat(lookup().resolve(TABLE, name, type)).isEqualTo(new NameAnswer.NoData());
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, A",
        "web.back, A",
        "front.end, A",
        ".front.end, A",
        "web.front, A",
        "missing, A",
        "9.0.18.172.in-addr.arpa, PTR",
        "18.172.in-addr.arpa, PTR",
        "web, PTR",
    })
    void resolve_unknownName_isNotOurs(String name, String type) {
        assertThat(lookup().resolve(TABLE, name, type)).isEqualTo(new NameAnswer.NotOurs());
    }

    @ParameterizedTest
    @CsvSource({
        "2.0.18.172.IN-ADDR.arpa, Web.front.end",
        "3.0.19.172.in-addr.arpa, db.back",
        "3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa, db.front.end",
    })
    void resolve_addressOfContainer_givesName(String name, String container) {
        assertThat(lookup().resolve(TABLE, name, "PTR")).isEqualTo(new NameAnswer.Names(List.of(container)));
    }

    @Test
    void resolve_linkNamedAsContainer_goesFirst() {
        Lookup lookup = new Lookup(new SandboxNames(
                "c", Path.of("/none"), List.of("n1", "n2"), Map.of("web", "store"), List.of(), List.of(), false));

        assertThat(lookup.resolve(TABLE, "web", "A"))
                .isEqualTo(new NameAnswer.Addresses(List.of(Cidr.parseAddress("172.19.0.3"))));
    }

    @Test
    void with_changedTable_leavesTheOldOneAsItWas() {
        NameTable changed = TABLE.without("n2", "e3").without("n9", "e9");

        assertThat(lookup().resolve(changed, "store", "A")).isEqualTo(new NameAnswer.NotOurs());
        assertThat(lookup().resolve(TABLE, "store", "A")).isInstanceOf(NameAnswer.Addresses.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.in-addr.arpa",
        "1.2.3.4.5.in-addr.arpa",
        "256.0.0.1.in-addr.arpa",
        "x.0.0.1.in-addr.arpa",
        ".in-addr.arpa",
        "in-addr.arpa",
        "1.ip6.arpa",
        "example.com",
    })
    void reverseName_notOneAddress_isEmpty(String name) {
        assertThat(ReverseName.parse(name)).isEmpty();
    }

    private static Lookup lookup() {
        return new Lookup(new SandboxNames(
                "c",
                Path.of("/none"),
                List.of("n1", "n2"),
                Map.of("Data", "store", "missing", "gone"),
                List.of(),
                List.of(),
                false));
    }

    private static NameRecord record(
            String networkId, String network, String endpoint, List<String> names, String... addresses) {
        return new NameRecord(
                networkId,
                network,
                endpoint,
                names,
                Stream.of(addresses).map(Cidr::parseAddress).toList());
    }
}
