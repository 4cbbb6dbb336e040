package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.RestartPolicy;
import dev.berth.runtime.state.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostDefaultsTest {
    private final HostDefaults defaults = new HostDefaults(ContainerSettings.DEFAULT, false);

    @Test
    void fill_nothingAsked_hasDockersDefaults() {
        HostConfig filled = defaults.fill(config("{}"), "runc");

        assertThat(filled.networkMode()).isEqualTo("default");
        assertThat(filled.shmSize()).isEqualTo(64L << 20);
        assertThat(filled.ipcMode()).isEqualTo("private");
        assertThat(filled.cgroupnsMode()).isEqualTo("host");
        assertThat(filled.runtime()).isEqualTo("runc");
        assertThat(filled.logConfig().type()).isEqualTo("json-file");
    }

    @Test
    void fill_memoryAlone_hasAsMuchSwap() {
        assertThat(defaults.fill(config("{'Memory':8388608}"), "runc").memorySwap())
                .isEqualTo(16_777_216);
        assertThat(defaults.fill(config("{'Memory':8388608,'MemorySwap':-1}"), "runc")
                        .memorySwap())
                .isEqualTo(-1);
    }

    @Test
    void fill_hiddenPaths_areSaidUnlessPrivilegedOrGiven() {
        HostConfig usual = defaults.fill(config("{}"), "runc");
        assertThat(usual.maskedPaths()).contains("/proc/kcore");
        assertThat(usual.readonlyPaths()).contains("/proc/sys");
        assertThat(defaults.fill(config("{'MaskedPaths':[]}"), "runc").maskedPaths())
                .isEmpty();
        assertThat(defaults.fill(config("{'Privileged':true}"), "runc").maskedPaths())
                .isNull();
    }

    @Test
    void fill_cgroupV2_hasAPrivateCgroupNamespace() {
        assertThat(new HostDefaults(ContainerSettings.DEFAULT, true)
                        .fill(config("{}"), "crun")
                        .cgroupnsMode())
                .isEqualTo("private");
    }

    @Test
    void fill_asked_isKept() {
        HostConfig asked = config("{'NetworkMode':'none','ShmSize':1048576,'IpcMode':'host','CgroupnsMode':'private',"
                + "'Memory':4194304,'Binds':['/a:/b']}");

        HostConfig filled = defaults.fill(asked, "runc");

        assertThat(filled.networkMode()).isEqualTo("none");
        assertThat(filled.shmSize()).isEqualTo(1048576);
        assertThat(filled.ipcMode()).isEqualTo("host");
        assertThat(filled.cgroupnsMode()).isEqualTo("private");
        assertThat(filled.memory()).isEqualTo(4194304);
        assertThat(filled.binds()).containsExactly("/a:/b");
    }

    @ParameterizedTest
    @CsvSource({
        "sometimes,0,false,invalid restart policy 'sometimes'",
        "always,3,false,maximum retry count cannot be used with restart policy 'always'",
        "on-failure,-1,false,maximum retry count cannot be negative",
        "always,0,true,can't create 'AutoRemove' container with restart policy",
    })
    void check_impossiblePolicy_saysDockersWords(String name, int count, boolean autoRemove, String message) {
        RestartPolicy policy = new RestartPolicy(name, count);

        assertThatThrownBy(() -> HostDefaults.check(policy, autoRemove))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void update_zeroAndEmpty_leaveThingsAlone() {
        HostConfig present = config("{'Memory':100,'CpusetCpus':'0','RestartPolicy':{'Name':'always'}}");

        HostConfig merged = ContainerUpdate.merge(
                present,
                tree("{'Memory':0,'CpusetCpus':'','CpuShares':512,'Binds':['/x:/y'],'RestartPolicy':{'Name':''}}"));

        assertThat(merged.memory()).isEqualTo(100);
        assertThat(merged.cpusetCpus()).isEqualTo("0");
        assertThat(merged.cpuShares()).isEqualTo(512);
        assertThat(merged.binds()).isEmpty();
        assertThat(merged.restartPolicy().name()).isEqualTo("always");
    }

    @Test
    void update_restartPolicy_isReplacedWhole() {
        HostConfig present = config("{'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':4}}");

        HostConfig merged = ContainerUpdate.merge(present, tree("{'RestartPolicy':{'Name':'no'}}"));

        assertThat(merged.restartPolicy()).isEqualTo(RestartPolicy.NO);
    }

    private static HostConfig config(String json) {
        return Json.read(json.replace('\'', '"'), HostConfig.class);
    }

    private static ObjectNode tree(String json) {
        return Json.read(json.replace('\'', '"'), ObjectNode.class);
    }
}
