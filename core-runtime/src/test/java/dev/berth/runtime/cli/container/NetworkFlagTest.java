package dev.berth.runtime.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.FlagParser;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --network} and its companions, beside what docker 28 sends. */
class NetworkFlagTest {
    private static Flags flags(String line) {
        List<String> words = new ArrayList<>(List.of((line + " busybox").strip().split(" ")));
        return FlagParser.parse(new CreateCommand().sheet(), words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | default | {}",
                "--network front | front | {}",
                "--net host | host | {}",
                "--network container:a | container:a | {}",
                "--network front --ip 10.0.0.5 --network-alias web --link db:d"
                        + "| front | {'front':{'IPAMConfig':{'IPv4Address':'10.0.0.5'},'Aliases':['web'],'Links':['db:d']}}",
                "--link db --mac-address 92:d0:c6:0a:29:33 | default | {'default':{'MacAddress':'92:d0:c6:0a:29:33'}}",
                "--network front --network back | front | {'front':{},'back':{}}",
                "--network name=front,alias=a,Alias=b,ip6=fd00::5,link-local-ip=fe80::9 --network back"
                        + "| front | {'front':{'IPAMConfig':{'IPv6Address':'fd00::5','LinkLocalIPs':['fe80::9']},'Aliases':['a','b']},'back':{}}",
                "--network name=front,driver-opt=a=b,driver-opt=c=d=e,gw-priority=-3"
                        + "| front | {'front':{'DriverOpts':{'a':'b','c':'d=e'},'GwPriority':-3}}",
                "--network name=front,mac-address=92:d0:c6:0a:29:33 --ip 10.0.0.5"
                        + "| front | {'front':{'IPAMConfig':{'IPv4Address':'10.0.0.5'},'MacAddress':'92:d0:c6:0a:29:33'}}"
            })
    void network_isSentAsDockerSendsIt(String line, String mode, String endpoints) {
        NetworkFlag networks = NetworkFlag.of(flags(line));
        assertThat(networks.mode()).isEqualTo(mode);
        assertThat(JsonText.compact(networks.config()).replace('"', '\''))
                .isEqualTo(JsonText.compact(Map.of("EndpointsConfig", "@"))
                        .replace('"', '\'')
                        .replace("'@'", endpoints));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--network alias=a | network name/id is not specified",
                "--network name=a,x=1 | invalid field key x",
                "--network name=a,b | invalid field b",
                "--network name=a,driver-opt=b | invalid key value pair format in driver options",
                "--network name=a,gw-priority=high | invalid gw-priority (high): invalid syntax",
                "--network= | no name set for network",
                "--network a --network a | network \"a\" is specified multiple times",
                "--network a --network host | conflicting options: cannot attach both user-defined and non-user-defined network-modes",
                "--network name=a,ip=10.0.0.5 --ip 10.0.0.6 | conflicting options: cannot specify both --ip and per-network IPv4 address",
                "--network name=a,alias=b --network-alias c | conflicting options: cannot specify both --network-alias and per-network alias"
            })
    void network_contradictions_areRefusedInDockersWords(String line, String words) {
        assertThatThrownBy(() -> NetworkFlag.of(flags(line))).hasMessageContaining(words);
    }
}
