package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    /** RFC 5952. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fd00:0:0:0:0:0:0:0, fd00::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    })
    void text_address_isTheShortForm(String address, String expected) {
        assertThat(Addresses.text(Cidr.parseAddress(address))).isEqualTo(expected);
    }
}
