package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final MacAddress MAC = new MacAddress("02:42:ac:12:00:02");

    @Test
    void ipv4_isAnArpRequestForItself() {
        assertThat(hex("172.18.0.2"))
                .isEqualTo("ffffffffffff" + "0242ac120002" + "0806" + "0001080006040001" + "0242ac120002" + "ac120002"
                        + "000000000000" + "ac120002");
    }

    @Test
    void ipv6_isAnUnsolicitedAdvertisement() {
        assertThat(hex("fd00::2"))
                .isEqualTo("333300000001" + "0242ac120002" + "86dd" + "6000000000203aff"
                        + "fd000000000000000000000000000002" + "ff020000000000000000000000000001" + "8800"
                        + "ae43" + "20000000" + "fd000000000000000000000000000002" + "02010242ac120002");
    }

    private static String hex(String address) {
        return HexFormat.of().formatHex(Announcement.frame(Cidr.parseAddress(address), MAC));
    }
}
