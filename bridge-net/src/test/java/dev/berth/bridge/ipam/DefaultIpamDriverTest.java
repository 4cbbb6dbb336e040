package dev.berth.bridge.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.DefaultAddressPool;
import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultIpamDriverTest {
    @TempDir
    Path directory;

    private DefaultIpamDriver open(List<DefaultAddressPool> pools, Cidr... host) {
        return new DefaultIpamDriver(directory.resolve("allocations"), pools, () -> List.of(host));
    }

    private DefaultIpamDriver open() {
        return open(List.of());
    }

    @Test
    void retain_whatIsHeld_freesTheRestForGood() {
        try (DefaultIpamDriver driver = open()) {
            Pool kept = requestAny(driver, false);
            Pool lost = requestAny(driver, false);
            Cidr held = driver.requestAddress(kept.id(), Optional.empty(), Map.of());
            Cidr leaked = driver.requestAddress(kept.id(), Optional.empty(), Map.of());

            driver.retain(Map.of(kept.id(), Set.of(held.address())));

            assertThat(requestAny(driver, false).subnet()).isEqualTo(lost.subnet());
            assertThat(driver.requestAddress(kept.id(), Optional.of(leaked.address()), Map.of()))
                    .isEqualTo(leaked);
            assertThatThrownBy(() -> driver.requestAddress(kept.id(), Optional.of(held.address()), Map.of()))
                    .isInstanceOf(EngineException.Conflict.class);
        }
    }

    @Test
    void requestPool_first_isDockersFirst() {
        try (DefaultIpamDriver driver = open()) {
            assertThat(requestAny(driver, false).subnet()).hasToString("172.17.0.0/16");
            assertThat(requestAny(driver, false).subnet()).hasToString("172.18.0.0/16");
        }
    }

    @Test
    void requestPool_hundredsOfTimes_goesOnBeyondDockersRanges() {
        try (DefaultIpamDriver driver = open()) {
            List<Cidr> given = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                given.add(requestAny(driver, false).subnet());
            }
            assertThat(given).doesNotHaveDuplicates();
            assertThat(given.get(14)).hasToString("172.31.0.0/16");
            assertThat(given.get(15)).hasToString("192.168.0.0/20");
            assertThat(given.get(31)).hasToString("10.208.0.0/24");
            assertThat(given.get(299)).hasToString("10.209.12.0/24");
        }
    }

    @Test
    void requestPool_hostRoutes_areAvoidedWhateverTheirSize() {
        try (DefaultIpamDriver driver = open(List.of(), Cidr.parse("172.16.0.0/14"), Cidr.parse("172.21.8.53/32"))) {
            assertThat(requestAny(driver, false).subnet()).hasToString("172.20.0.0/16");
            assertThat(requestAny(driver, false).subnet()).hasToString("172.22.0.0/16");
        }
    }

    @Test
    void requestPool_chosenSubnetOnHostRoute_isGiven() {
        try (DefaultIpamDriver driver = open(List.of(), Cidr.parse("172.16.0.0/12"))) {
            assertThat(request(driver, "172.20.0.0/16", null).subnet()).hasToString("172.20.0.0/16");
        }
    }

    @Test
    void requestPool_configuredPools_replaceDockersOfTheirFamily() {
        DefaultAddressPool pool = new DefaultAddressPool(Cidr.parse("10.5.0.0/23"), 24);
        try (DefaultIpamDriver driver = open(List.of(pool))) {
            assertThat(requestAny(driver, false).subnet()).hasToString("10.5.0.0/24");
            assertThat(requestAny(driver, false).subnet()).hasToString("10.5.1.0/24");
            assertThatThrownBy(() -> requestAny(driver, false))
                    .isInstanceOf(EngineException.Unavailable.class)
                    .hasMessageContaining("all predefined address pools have been fully subnetted");
            assertThat(requestAny(driver, true).subnet().toString()).startsWith("fd");
        }
    }

    @Test
    void requestPool_unspecifiedWithLength_givesADefaultOneOfThatLength() {
        try (DefaultIpamDriver driver = open()) {
            assertThat(request(driver, "0.0.0.0/24", null).subnet()).hasToString("172.17.0.0/24");
            assertThat(request(driver, "0.0.0.0/24", null).subnet()).hasToString("172.17.1.0/24");
        }
    }

    @Test
    void requestPool_ipv6_staysInThisHostsPrefixAfterARestart() {
        Cidr first;
        try (DefaultIpamDriver driver = open()) {
            first = requestAny(driver, true).subnet();
        }
        try (DefaultIpamDriver driver = open()) {
            Cidr second = requestAny(driver, true).subnet();
            assertThat(first.prefix()).isEqualTo(64);
            assertThat(second).isNotEqualTo(first);
            assertThat(new Cidr(second.address(), 48).network()).isEqualTo(new Cidr(first.address(), 48).network());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "172.30.0.0/16, 172.30.0.0/12",
        "172.30.0.0/16, 172.31.0.0/24",
        "172.30.0.0/16, fd00::/64",
    })
    void requestPool_rangeNotInside_isInvalid(String subnet, String range) {
        try (DefaultIpamDriver driver = open()) {
            assertThatThrownBy(() -> request(driver, subnet, range))
                    .isInstanceOf(EngineException.InvalidParameter.class);
        }
    }

    @Test
    void requestPool_rangeWithoutSubnet_isInvalid() {
        try (DefaultIpamDriver driver = open()) {
            PoolRequest request = new PoolRequest(
                    driver.localAddressSpace(),
                    Optional.empty(),
                    Optional.of(Cidr.parse("172.17.5.0/24")),
                    false,
                    Map.of());
            assertThatThrownBy(() -> driver.requestPool(request)).isInstanceOf(EngineException.InvalidParameter.class);
        }
    }

    @Test
    void requestPool_overlap_isForbidden() {
        try (DefaultIpamDriver driver = open()) {
            request(driver, "172.30.0.0/16", "172.30.1.0/24");
            assertThatThrownBy(() -> request(driver, "172.30.0.0/16", "172.30.2.0/24"))
                    .isInstanceOf(EngineException.Forbidden.class)
                    .hasMessage("Pool overlaps with other one on this address space");
        }
    }

    @Test
    void requestPool_otherAddressSpace_mayOverlap() {
        try (DefaultIpamDriver driver = open()) {
            request(driver, "172.30.0.0/16", null);
            PoolRequest global = new PoolRequest(
                    driver.globalAddressSpace(),
                    Optional.of(Cidr.parse("172.30.0.0/16")),
                    Optional.empty(),
                    false,
                    Map.of());
            assertThat(driver.requestPool(global).subnet()).hasToString("172.30.0.0/16");
        }
    }

    @Test
    void requestAddress_freed_restsUntilTheOthersHadTheirTurn() {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/29", null);
            assertThat(any(driver, pool)).hasToString("172.30.0.1/29");
            driver.releaseAddress(pool.id(), address("172.30.0.1"));
            for (int host = 2; host <= 6; host++) {
                assertThat(any(driver, pool)).hasToString("172.30.0." + host + "/29");
            }
            assertThat(any(driver, pool)).hasToString("172.30.0.1/29");
        }
    }

    @Test
    void requestAddress_onceChosenAndFreed_isGivenToOthersLast() {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/29", null);
            driver.requestAddress(pool.id(), Optional.of(address("172.30.0.2")), Map.of());
            driver.releaseAddress(pool.id(), address("172.30.0.2"));
            List<String> given = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                given.add(any(driver, pool).toString());
            }
            assertThat(given)
                    .containsExactly(
                            "172.30.0.1/29",
                            "172.30.0.3/29",
                            "172.30.0.4/29",
                            "172.30.0.5/29",
                            "172.30.0.6/29",
                            "172.30.0.2/29");
        }
    }

    @ParameterizedTest
    @CsvSource({"172.30.0.0", "172.30.0.255"})
    void requestAddress_networkOrBroadcast_isInUse(String reserved) {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/24", null);
            assertThatThrownBy(() -> driver.requestAddress(pool.id(), Optional.of(address(reserved)), Map.of()))
                    .isInstanceOf(EngineException.Conflict.class)
                    .hasMessage("Address already in use");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "172.30.0.0/31, 172.30.0.0/31, 2",
        "172.30.0.4/32, 172.30.0.4/32, 1",
        "172.30.0.0/30, 172.30.0.1/30, 2",
        "fd00::/126, fd00:0:0:0:0:0:0:1/126, 3",
        "fd00::/127, fd00:0:0:0:0:0:0:0/127, 2"
    })
    void requestAddress_smallestPools_giveEveryHostAddress(String subnet, String first, int count) {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, subnet, null);
            assertThat(any(driver, pool)).hasToString(first);
            for (int i = 1; i < count; i++) {
                any(driver, pool);
            }
            assertThatThrownBy(() -> any(driver, pool))
                    .isInstanceOf(EngineException.Unavailable.class)
                    .hasMessageContaining("(" + count + " used of " + count + ")");
        }
    }

    @Test
    void requestAddress_chosenOutside_isInvalid() {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/24", null);
            assertThatThrownBy(() -> driver.requestAddress(pool.id(), Optional.of(address("172.30.1.1")), Map.of()))
                    .isInstanceOf(EngineException.InvalidParameter.class);
        }
    }

    @Test
    void restart_keepsPoolsAddressesAndTurn() {
        String id;
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/24", null);
            id = pool.id();
            driver.requestAddress(id, Optional.empty(), gateway());
            driver.requestAddress(id, Optional.of(address("172.30.0.4")), Map.of());
            any(driver, pool);
            any(driver, pool);
            driver.releaseAddress(id, address("172.30.0.2"));
        }
        try (DefaultIpamDriver driver = open()) {
            assertThat(driver.requestAddress(id, Optional.empty(), Map.of())).hasToString("172.30.0.5/24");
            assertThatThrownBy(() -> driver.requestAddress(id, Optional.of(address("172.30.0.4")), Map.of()))
                    .isInstanceOf(EngineException.Conflict.class);
            assertThatThrownBy(() -> request(driver, "172.30.0.0/24", null))
                    .isInstanceOf(EngineException.Forbidden.class);
        }
    }

    @Test
    void restart_afterACrashInTheMiddleOfALine_forgetsThatLineOnly() throws Exception {
        String id;
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/24", null);
            id = pool.id();
            any(driver, pool);
        }
        Files.writeString(directory.resolve("allocations"), "take " + id + " 172.3", StandardOpenOption.APPEND);
        try (DefaultIpamDriver driver = open()) {
            assertThat(driver.requestAddress(id, Optional.empty(), Map.of())).hasToString("172.30.0.2/24");
        }
        assertThat(Files.readString(directory.resolve("allocations"))).endsWith("take " + id + " 172.30.0.2 any\n");
    }

    @Test
    void restart_unreadableFile_isSaidWithItsLine() throws Exception {
        Files.writeString(directory.resolve("allocations"), "ula fd00::/48\nsomething else\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("line 2: 'something else'");
    }

    @Test
    void file_manyAllocations_isRewrittenShort() throws Exception {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = request(driver, "172.30.0.0/24", null);
            for (int i = 0; i < 2_100; i++) {
                driver.releaseAddress(pool.id(), any(driver, pool).address());
            }
            assertThat(Files.readAllLines(directory.resolve("allocations")).size())
                    .isLessThan(1_000);
        }
    }

    private static Pool request(DefaultIpamDriver driver, String subnet, String range) {
        return driver.requestPool(new PoolRequest(
                driver.localAddressSpace(),
                Optional.of(Cidr.parse(subnet)),
                Optional.ofNullable(range).map(Cidr::parse),
                false,
                Map.of()));
    }

    private static Pool requestAny(DefaultIpamDriver driver, boolean v6) {
        return driver.requestPool(
                new PoolRequest(driver.localAddressSpace(), Optional.empty(), Optional.empty(), v6, Map.of()));
    }

    private static Cidr any(DefaultIpamDriver driver, Pool pool) {
        return driver.requestAddress(pool.id(), Optional.empty(), Map.of());
    }

    private static Map<String, String> gateway() {
        return Map.of(IpamDriver.REQUEST_ADDRESS_TYPE, IpamDriver.GATEWAY);
    }

    private static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }
}
