package dev.berth.bridge.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.ipam.AddressUsage.Usage;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counted as Docker counts: what is nobody's is in use, and only the range is given from. */
class AddressUsageTest {
    @ParameterizedTest
    @CsvSource({
        "172.17.0.0/16, , 2, 65534",
        "10.0.0.0/29, , 2, 6",
        "10.0.0.0/31, , 0, 2",
        "10.0.0.0/24, 10.0.0.128/28, 2, 16",
        "10.0.0.0/24, 10.0.0.240/28, 2, 15",
        "fd00::/120, , 1, 255",
        "fd00::/64, , 1, 18446744073709551615"
    })
    void empty_hasOnlyWhatIsNobodys(String subnet, String range, BigInteger inUse, BigInteger available) {
        AddressPool pool =
                new AddressPool(Cidr.parse(subnet), Optional.ofNullable(range).map(Cidr::parse));
        assertThat(pool.usage()).isEqualTo(new Usage(inUse, available));
    }

    @Test
    void given_countsWhereverItLies_andIsNoLongerAvailable() {
        AddressPool pool = new AddressPool(Cidr.parse("10.0.0.0/24"), Optional.of(Cidr.parse("10.0.0.128/28")));
        pool.take(Cidr.parseAddress("10.0.0.1"), true);
        assertThat(pool.usage()).isEqualTo(new Usage(BigInteger.valueOf(3), BigInteger.valueOf(16)));
        pool.take(Cidr.parseAddress("10.0.0.130"), false);
        assertThat(pool.usage()).isEqualTo(new Usage(BigInteger.valueOf(4), BigInteger.valueOf(15)));
        pool.free(Cidr.parseAddress("10.0.0.130"));
        assertThat(pool.usage()).isEqualTo(new Usage(BigInteger.valueOf(3), BigInteger.valueOf(16)));
    }
}
