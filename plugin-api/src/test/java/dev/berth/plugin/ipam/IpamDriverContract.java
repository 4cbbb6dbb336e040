package dev.berth.plugin.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every IPAM driver must do, in process or behind a socket; what a wire does not carry (the kind of a failure) is
 * not asked for.
 */
public abstract class IpamDriverContract {
    /** The driver under test: one per test, nothing given yet. */
    protected abstract IpamDriver driver();

    @Test
    void requestPool_noSubnet_givesOnesThatDoNotOverlap() {
        List<Pool> pools = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pools.add(driver().requestPool(request(Optional.empty(), Optional.empty(), false)));
        }
        for (Pool one : pools) {
            assertThat(one.subnet().isV4()).isTrue();
            assertThat(pools)
                    .filteredOn(other -> other.subnet().overlaps(one.subnet()))
                    .containsExactly(one);
        }
    }

    @Test
    void requestPool_noSubnetIpv6_givesAnIpv6One() {
        assertThat(driver().requestPool(request(Optional.empty(), Optional.empty(), true))
                        .subnet()
                        .isV4())
                .isFalse();
    }

    @Test
    void requestPool_subnet_isGivenAsAsked() {
        assertThat(pool("172.30.0.0/16").subnet()).isEqualTo(Cidr.parse("172.30.0.0/16"));
    }

    @Test
    void requestPool_overlapping_isRefusedInDockersWords() {
        pool("172.30.0.0/16");
        assertOverlaps(Cidr.parse("172.30.0.0/16"), Optional.empty());
        assertOverlaps(Cidr.parse("172.30.4.0/24"), Optional.empty());
        assertOverlaps(Cidr.parse("172.16.0.0/12"), Optional.empty());
    }

    @Test
    void requestPool_overlappingWithRange_isRefusedToo() {
        driver().requestPool(request(
                Optional.of(Cidr.parse("172.30.0.0/16")), Optional.of(Cidr.parse("172.30.5.0/24")), false));
        assertOverlaps(Cidr.parse("172.30.0.0/16"), Optional.of(Cidr.parse("172.30.6.0/24")));
        assertOverlaps(Cidr.parse("172.30.0.0/16"), Optional.empty());
    }

    @Test
    void requestPool_rangeOutsideSubnet_isRefused() {
        assertThatThrownBy(() -> driver().requestPool(request(
                        Optional.of(Cidr.parse("172.30.0.0/16")), Optional.of(Cidr.parse("172.31.5.0/24")), false)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("172.31.5.0/24");
    }

    @Test
    void releasePool_thenRequest_givesItAgain() {
        Pool pool = pool("172.30.0.0/24");
        driver().requestAddress(pool.id(), Optional.of(address("172.30.0.9")), Map.of());
        driver().releasePool(pool.id());
        Pool again = pool("172.30.0.0/24");
        assertThat(driver().requestAddress(again.id(), Optional.of(address("172.30.0.9")), Map.of()))
                .isEqualTo(Cidr.parse("172.30.0.9/24"));
    }

    @Test
    void release_ofWhatIsNotHeld_succeeds() {
        Pool pool = pool("172.30.0.0/24");
        assertThatCode(() -> {
                    driver().releaseAddress(pool.id(), address("172.30.0.77"));
                    driver().releasePool(pool.id());
                    driver().releasePool(pool.id());
                    driver().releaseAddress(pool.id(), address("172.30.0.77"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void requestAddress_small_givesEachHostAddressOnceThenIsExhausted() {
        Pool pool = pool("172.30.0.0/29");
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            given.add(any(pool).toString());
        }
        assertThat(given)
                .containsExactlyInAnyOrder(
                        "172.30.0.1/29",
                        "172.30.0.2/29",
                        "172.30.0.3/29",
                        "172.30.0.4/29",
                        "172.30.0.5/29",
                        "172.30.0.6/29");
        assertThatThrownBy(() -> any(pool))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no available IPv4 addresses on this network's address pools")
                .hasMessageContaining("172.30.0.0/29");
    }

    @Test
    void requestAddress_range_givesOnlyAddressesInIt() {
        Pool pool = driver().requestPool(request(
                Optional.of(Cidr.parse("172.30.0.0/16")), Optional.of(Cidr.parse("172.30.5.0/30")), false));
        for (int i = 0; i < 4; i++) {
            Cidr given = any(pool);
            assertThat(Cidr.parse("172.30.5.0/30").contains(given.address())).isTrue();
            assertThat(given.prefix()).isEqualTo(16);
        }
        assertThatThrownBy(() -> any(pool)).isInstanceOf(EngineException.class);
    }

    @Test
    void requestAddress_gateway_isTheFirstUnlessChosen() {
        Pool pool = pool("172.30.0.0/24");
        assertThat(driver().requestAddress(pool.id(), Optional.empty(), gateway()))
                .isEqualTo(Cidr.parse("172.30.0.1/24"));
        Pool other = pool("172.31.0.0/24");
        assertThat(driver().requestAddress(other.id(), Optional.of(address("172.31.0.254")), gateway()))
                .isEqualTo(Cidr.parse("172.31.0.254/24"));
    }

    @Test
    void requestAddress_chosen_isGivenOnceAndToNobodyElse() {
        Pool pool = pool("172.30.0.0/29");
        assertThat(driver().requestAddress(pool.id(), Optional.of(address("172.30.0.3")), Map.of()))
                .isEqualTo(Cidr.parse("172.30.0.3/29"));
        assertThatThrownBy(() -> driver().requestAddress(pool.id(), Optional.of(address("172.30.0.3")), Map.of()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Address already in use");
        for (int i = 0; i < 5; i++) {
            assertThat(any(pool)).isNotEqualTo(Cidr.parse("172.30.0.3/29"));
        }
    }

    @Test
    void requestAddress_chosenOutsidePool_isRefused() {
        Pool pool = pool("172.30.0.0/24");
        assertThatThrownBy(() -> driver().requestAddress(pool.id(), Optional.of(address("10.1.2.3")), Map.of()))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void releaseAddress_exhausted_givesItToTheNext() {
        Pool pool = pool("172.30.0.0/30");
        Cidr one = any(pool);
        any(pool);
        driver().releaseAddress(pool.id(), one.address());
        assertThat(any(pool)).isEqualTo(one);
    }

    @Test
    void requestAddress_unknownPool_isRefused() {
        assertThatThrownBy(() -> driver().requestAddress("nowhere", Optional.empty(), Map.of()))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void requestAddress_eightClients_givesNoneTwice() throws Exception {
        Pool pool = pool("172.30.0.0/24");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<Cidr>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(clients.submit(() -> any(pool)));
            }
            List<Cidr> given = new ArrayList<>();
            for (Future<Cidr> answer : answers) {
                given.add(answer.get());
            }
            assertThat(given).hasSize(100).doesNotHaveDuplicates();
        } finally {
            clients.shutdownNow();
        }
    }

    private void assertOverlaps(Cidr subnet, Optional<Cidr> range) {
        assertThatThrownBy(() -> driver().requestPool(request(Optional.of(subnet), range, false)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Pool overlaps with other one on this address space");
    }

    private Pool pool(String subnet) {
        return driver().requestPool(request(Optional.of(Cidr.parse(subnet)), Optional.empty(), false));
    }

    private PoolRequest request(Optional<Cidr> subnet, Optional<Cidr> range, boolean v6) {
        return new PoolRequest(driver().localAddressSpace(), subnet, range, v6, Map.of());
    }

    private Cidr any(Pool pool) {
        return driver().requestAddress(pool.id(), Optional.empty(), Map.of());
    }

    private static Map<String, String> gateway() {
        return Map.of(IpamDriver.REQUEST_ADDRESS_TYPE, IpamDriver.GATEWAY);
    }

    private static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }
}
