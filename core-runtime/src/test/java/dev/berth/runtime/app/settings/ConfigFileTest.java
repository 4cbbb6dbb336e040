package dev.berth.runtime.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    private DaemonSettings settings(String json, Map<String, List<String>> flags) throws Exception {
        Path file = directory.resolve("daemon.json");
        Files.writeString(file, json);
        Map<String, List<String>> all = new java.util.HashMap<>(flags);
        all.put("config-file", List.of(file.toString()));
        return ConfigFile.settings(all);
    }

    @Test
    void settings_nothingGiven_areTheDefaults() throws Exception {
        DaemonSettings settings = settings("{}", Map.of());
        assertThat(settings.addresses()).containsExactly(UnixDomainSocketAddress.of("/run/berth/docker.sock"));
        assertThat(settings.dataRoot()).isEqualTo(Path.of("/var/lib/berth"));
        assertThat(settings.execRoot()).isEqualTo(Path.of("/run/berth"));
        assertThat(settings.logLevel()).isEqualTo("info");
        assertThat(settings.bridge().icc()).isTrue();
        assertThat(settings.bridge().publishAddress().getHostAddress()).isEqualTo("0.0.0.0");
        assertThat(settings.containers().shmSize()).isEqualTo(64L << 20);
        assertThat(settings.containers().runtime()).isEmpty();
        assertThat(settings.shutdownTimeout()).isEqualTo(15);
    }

    @Test
    void settings_everyShapeInTheFile_isRead() throws Exception {
        DaemonSettings settings = settings("""
                {"hosts": ["unix:///a", "unix:///b"], "bip": "10.1.0.1/24", "mtu": 1400, "icc": false,
                 "dns": ["1.1.1.1"], "log-opts": {"max-size": "1m"}, "debug": true,
                 "default-address-pools": [{"base": "10.8.0.0/16", "size": 24}],
                 "default-ulimits": {"nofile": {"Name": "nofile", "Soft": 10, "Hard": 20}},
                 "runtimes": {"own": {"path": "/opt/own"}}, "default-runtime": "own",
                 "labels": ["a=b"], "features": {"x": true}}""", Map.of());
        assertThat(settings.addresses())
                .containsExactly(UnixDomainSocketAddress.of("/a"), UnixDomainSocketAddress.of("/b"));
        assertThat(settings.bridge().bip()).contains(Cidr.parse("10.1.0.1/24"));
        assertThat(settings.bridge().mtu()).isEqualTo(1400);
        assertThat(settings.bridge().icc()).isFalse();
        assertThat(settings.names().dns()).extracting(a -> a.getHostAddress()).containsExactly("1.1.1.1");
        assertThat(settings.containers().logOptions()).containsEntry("max-size", "1m");
        assertThat(settings.logLevel()).isEqualTo("debug");
        assertThat(settings.pools()).hasSize(1);
        assertThat(settings.containers().ulimits().get(0).hard()).isEqualTo(20);
        assertThat(settings.containers().runtimes()).containsEntry("own", "/opt/own");
        assertThat(settings.containers().runtime()).contains("own");
        assertThat(settings.labels()).containsExactly("a=b");
    }

    @Test
    void settings_unknownKeys_areAllNamedInOrder() {
        assertThatThrownBy(() -> settings("{\"zebra\": 1, \"apple\": 2, \"mtu\": 1}", Map.of()))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageEndingWith("the following directives don't match any configuration option: apple, zebra");
    }

    @Test
    void settings_inFlagAndFile_isRefused() {
        assertThatThrownBy(() -> settings("{\"mtu\": 1450}", Map.of("mtu", List.of("1400"))))
                .hasMessageEndingWith("the following directives are specified both as a flag and in the configuration"
                        + " file: mtu: (from flag: 1400, from file: 1450)");
    }

    @Test
    void settings_listInFlagAndFile_isRefusedByTheFlagsName() {
        assertThatThrownBy(() -> settings("{\"hosts\": [\"unix:///b\"]}", Map.of("hosts", List.of("unix:///a"))))
                .hasMessageEndingWith("host: (from flag: [unix:///a], from file: [unix:///b])");
    }

    @Test
    void settings_fileNamedButMissing_isRefused() {
        assertThatThrownBy(() -> ConfigFile.settings(Map.of("config-file", List.of(directory + "/none.json"))))
                .hasMessage("unable to configure the Berth daemon with file " + directory + "/none.json: open "
                        + directory + "/none.json: no such file or directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mtu\": \"x\"} | cannot unmarshal string into Go struct field Config.mtu of type int",
                "{\"icc\": 1} | cannot unmarshal number into Go struct field Config.icc of type bool",
                "{\"dns\": \"1.1.1.1\"} | cannot unmarshal string into Go struct field Config.dns of type []string",
                "{\"log-level\": \"loud\"} | unable to parse logging level: loud",
                "{\"bip\": \"10.0.0.1\"} | invalid argument \"10.0.0.1\" for \"--bip\" flag: invalid CIDR address: 10.0.0.1",
                "{\"dns\": [\"here\"]} | invalid argument \"here\" for \"--dns\" flag: invalid IP address: here",
                "{\"hosts\": [\"tcp://0.0.0.0:2375\"]} | only loopback addresses are served",
                "{\"default-runtime\": \"nope\"} | specified default runtime 'nope' does not exist",
                "{\"default-shm-size\": \"1q\"} | invalid size: '1q'",
                "{\"log-driver\": \"syslog\"} | no log driver named 'syslog' is registered",
                "{\"iptables\": false, \"icc\": false} | You specified --iptables=false with --icc=false",
                "{\"bridge\": \"br0\", \"bip\": \"10.0.0.1/8\"} | mutually exclusive options",
                "{\"labels\": [\"bare\"]} | bad attribute format: bare",
                "[1] | it is not an object",
                "{ | Unexpected end-of-input"
            })
    void settings_badValue_isToldInDockersWords(String json, String words) {
        assertThatThrownBy(() -> settings(json, Map.of()))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageContaining(words);
    }
}
