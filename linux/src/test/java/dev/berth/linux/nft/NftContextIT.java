package dev.berth.linux.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@NetNsTest
class NftContextIT {
    private static final String TABLE = """
            table inet berth {
              map ports { type inet_proto . inet_service : ipv4_addr . inet_service; }
              set seen { type ipv4_addr; flags interval; }
            }
            """;

    @Test
    void run_fromAnotherThread_staysInItsNamespace(NetNs one, NetNs other) {
        try (NftContext nft = NftContext.open(one)) {
            other.run(() -> nft.run(TABLE));
            nft.run("add element inet berth ports { tcp . 80 : 10.0.0.2 . 8080 }");

            assertThat(Nft.in(one).ruleset()).contains("tcp . 80 : 10.0.0.2 . 8080");
            assertThat(Nft.in(other).ruleset()).isEmpty();
        }
    }

    @Test
    void run_oneCommandIsWrong_doesNothingAndSaysWhy(NetNs one) {
        try (NftContext nft = NftContext.open(one)) {
            nft.run(TABLE);

            assertThatThrownBy(() -> nft.run(
                            "add element inet berth seen { 10.0.0.0/8 }\nadd element inet berth nowhere { 10.0.0.1 }"))
                    .isInstanceOf(NftException.class)
                    .hasMessageContaining("No such file or directory");
            assertThat(Nft.in(one).ruleset()).doesNotContain("10.0.0.0/8");
            nft.run("add element inet berth seen { 10.0.0.0/8 }");
            assertThat(Nft.in(one).ruleset()).contains("10.0.0.0/8");
        }
    }

    @Test
    void run_whatIsThereAlready_saysSo(NetNs one) {
        try (NftContext nft = NftContext.open(one)) {
            nft.run("create table inet berth");

            assertThatThrownBy(() -> nft.run("create table inet berth"))
                    .isInstanceOfSatisfying(NftException.class, refused -> {
                        assertThat(refused.says(Errno.EEXIST)).isTrue();
                        assertThat(refused.says(Errno.ENOENT)).isFalse();
                    });
        }
    }

    @Test
    void run_syntaxError_saysWhere(NetNs one) {
        try (NftContext nft = NftContext.open(one)) {
            assertThatThrownBy(() -> nft.run("add table inet")).hasMessageContaining("syntax error");
        }
    }

    @Test
    void list_givesWhatWasSet(NetNs one) {
        try (NftContext nft = NftContext.open(one)) {
            nft.run(TABLE);
            nft.run("add element inet berth seen { 10.0.0.0/8 }");

            assertThat(nft.list("list set inet berth seen")).contains("elements = { 10.0.0.0/8 }");
            assertThat(nft.list("list tables")).isEqualTo("table inet berth\n");
        }
    }

    @Test
    void run_manyThreads_eachIsDone(NetNs one) {
        try (NftContext nft = NftContext.open(one)) {
            nft.run(TABLE);
            IntStream.range(0, 200)
                    .parallel()
                    .forEach(port -> nft.run(
                            "add element inet berth ports { tcp . " + (1000 + port) + " : 10.0.0.2 . " + port + " }"));

            assertThat(nft.list("list map inet berth ports").split("10\\.0\\.0\\.2", -1))
                    .hasSize(201);
        }
    }

    @Test
    void run_manyContextsAtOnce_eachInItsNamespace(NetNs one, NetNs other) {
        IntStream.range(0, 40).parallel().forEach(number -> {
            try (NftContext nft = NftContext.open(number % 2 == 0 ? one : other)) {
                nft.run("add table inet t" + number + "; add chain inet t" + number + " c; add rule inet t" + number
                        + " c iifname lo accept");
            }
        });

        assertThat(Nft.in(one).ruleset().split("table inet", -1)).hasSize(21);
        assertThat(Nft.in(other).ruleset()).contains("table inet t39").doesNotContain("table inet t38");
    }

    @Test
    void close_twice_isQuietAndRunRefused(NetNs one) {
        NftContext nft = NftContext.open(one);
        nft.close();
        nft.close();

        assertThatThrownBy(() -> nft.run(TABLE)).isInstanceOf(IllegalStateException.class);
    }
}
