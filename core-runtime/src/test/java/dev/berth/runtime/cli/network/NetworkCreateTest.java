package dev.berth.runtime.cli.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.FlagParser;
import dev.berth.runtime.cli.json.JsonText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkCreateTest {
    private static String pools(String line) {
        return JsonText.compact(NetworkCreate.pools(FlagParser.parse(
                        new NetworkCreate().sheet(),
                        List.of((line + " n").strip().split(" ")))))
                .replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ipv6 | []",
                "--subnet 10.0.0.0/8 --gateway 10.0.0.1 | [{'Subnet':'10.0.0.0/8','Gateway':'10.0.0.1'}]",
                "--subnet 10.0.0.0/8 --subnet fd00::/64 --gateway fd00::1 --ip-range 10.1.0.0/16 | [{'Subnet':'10.0.0.0/8','IPRange':'10.1.0.0/16'},{'Subnet':'fd00::/64','Gateway':'fd00::1'}]",
                "--subnet 10.0.0.0/8 --aux-address a=10.0.0.5 --aux-address b=10.0.0.6 | [{'Subnet':'10.0.0.0/8','AuxiliaryAddresses':{'a':'10.0.0.5','b':'10.0.0.6'}}]"
            })
    void pools_flags_joinTheirSubnet(String line, String json) {
        assertThat(pools(line)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--gateway 10.0.0.1 | every ip-range or gateway must have a corresponding subnet",
                "--subnet 10.0.0.0/8 --gateway 11.0.0.1 | no matching subnet for gateway 11.0.0.1",
                "--subnet 10.0.0.0/8 --gateway 10.0.0.1 --gateway 10.0.0.2 | cannot configure multiple gateways on a single subnet"
            })
    void pools_flagsThatDoNotFit_areRefused(String line, String words) {
        assertThatThrownBy(() -> pools(line)).hasMessage(words);
    }
}
