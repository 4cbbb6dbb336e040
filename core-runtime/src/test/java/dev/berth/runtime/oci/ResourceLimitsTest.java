package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceLimitsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"Memory\":6291455} | Minimum memory limit allowed is 6MB",
                "{\"Memory\":9000000,\"MemorySwap\":8000000} | Minimum memoryswap limit should be larger than memory limit, see usage",
                "{\"MemorySwap\":8000000} | You should always set the Memory limit when using Memoryswap limit, see usage",
                "{\"MemorySwappiness\":101} | Invalid value: 101, valid memory swappiness range is 0-100",
                "{\"MemorySwappiness\":-2} | Invalid value: -2, valid memory swappiness range is 0-100",
                "{\"MemoryReservation\":1} | Minimum memory reservation allowed is 6MB",
                "{\"Memory\":6291456,\"MemoryReservation\":6291457} | Minimum memory limit can not be less than memory reservation limit, see usage",
                "{\"NanoCpus\":2000000001} | range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available",
                "{\"NanoCpus\":-1} | range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available",
                "{\"NanoCpus\":1,\"CpuPeriod\":1000} | Conflicting options: Nano CPUs and CPU Period cannot both be set",
                "{\"NanoCpus\":1,\"CpuQuota\":1000} | Conflicting options: Nano CPUs and CPU Quota cannot both be set",
                "{\"CpuPeriod\":999} | CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
                "{\"CpuPeriod\":1000001} | CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
                "{\"CpuQuota\":999} | CPU cfs quota can not be less than 1ms (i.e. 1000)",
                "{\"CpuShares\":-1} | invalid CPU shares (-1): value must be a positive integer",
                "{\"CpusetCpus\":\"0-\"} | Invalid value 0- for cpuset cpus",
                "{\"CpusetCpus\":\"1-4\"} | Requested CPUs are not available - requested 1-4, available: 0-1",
                "{\"CpusetMems\":\"1\"} | Requested memory nodes are not available - requested 1, available: 0",
                "{\"BlkioWeight\":9} | Range of blkio weight is from 10 to 1000",
                "{\"BlkioWeight\":1001} | Range of blkio weight is from 10 to 1000",
                "{\"ShmSize\":-1} | SHM size can not be less than 0",
                "{\"OomScoreAdj\":1001} | Invalid value 1001, range for oom score adj is [-1000, 1000]",
                "{\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":2,\"Hard\":1}]} | ulimit soft limit must be less than or equal to hard limit: 2 > 1",
            })
    void of_impossible_isRefusedWithDockersText(String hostConfig, String message) {
        assertThatThrownBy(() -> ResourceLimits.of(hostConfig(hostConfig), TestFacts.host()))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | {\"memory\":{},\"cpu\":{},\"blockIO\":{}}",
                "{\"Memory\":6291456} | {\"memory\":{\"limit\":6291456,\"swap\":12582912},\"cpu\":{},\"blockIO\":{}}",
                "{\"Memory\":6291456,\"MemorySwap\":-1,\"MemoryReservation\":6291456,\"MemorySwappiness\":0,\"OomKillDisable\":true} | {\"memory\":{\"limit\":6291456,\"reservation\":6291456,\"swap\":-1,\"swappiness\":0,\"disableOOMKiller\":true},\"cpu\":{},\"blockIO\":{}}",
                "{\"NanoCpus\":1500000000,\"CpuShares\":512,\"CpusetCpus\":\"0,1\"} | {\"memory\":{},\"cpu\":{\"shares\":512,\"quota\":150000,\"period\":100000,\"cpus\":\"0,1\"},\"blockIO\":{}}",
                "{\"CpuPeriod\":50000,\"CpuQuota\":25000} | {\"memory\":{},\"cpu\":{\"quota\":25000,\"period\":50000},\"blockIO\":{}}",
                "{\"PidsLimit\":100,\"BlkioWeight\":500} | {\"memory\":{},\"cpu\":{},\"pids\":{\"limit\":100},\"blockIO\":{\"weight\":500}}",
                "{\"PidsLimit\":-1} | {\"memory\":{},\"cpu\":{},\"pids\":{\"limit\":-1},\"blockIO\":{}}",
                "{\"PidsLimit\":0,\"MemorySwappiness\":-1} | {\"memory\":{},\"cpu\":{},\"blockIO\":{}}",
                "{\"BlkioDeviceReadBps\":[{\"Path\":\"/dev/null\",\"Rate\":1024}]} | {\"memory\":{},\"cpu\":{},\"blockIO\":{\"throttleReadBpsDevice\":[{\"major\":1,\"minor\":3,\"rate\":1024}]}}",
                "{\"BlkioWeightDevice\":[{\"Path\":\"/dev/zero\",\"Weight\":10}]} | {\"memory\":{},\"cpu\":{},\"blockIO\":{\"weightDevice\":[{\"major\":1,\"minor\":5,\"weight\":10}]}}",
            })
    void resources_possible_areTheRuntimes(String hostConfig, String expected) {
        JsonNode resources = new OciSpec(TestFacts.host()).resources(hostConfig(hostConfig));

        assertThat(Json.tree(resources.toString())).isEqualTo(Json.tree(expected));
    }

    @Test
    void of_limitThatTheKernelLacks_isLeftOutWithAWarning() {
        HostFacts poor = TestFacts.host(new CgroupFacts(true, EnumSet.of(CgroupFacts.Limit.MEMORY), "0-1", "0"));
        HostConfig wanted = hostConfig("{\"Memory\":6291456,\"MemorySwappiness\":10,\"OomKillDisable\":true,"
                + "\"BlkioWeight\":500,\"PidsLimit\":5,\"CpuShares\":5,\"CpuQuota\":5000}");

        ResourceLimits limits = ResourceLimits.of(wanted, poor);

        assertThat(limits.memory()).isEqualTo(6291456);
        assertThat(limits.swap()).isZero();
        assertThat(limits.swappiness()).isEmpty();
        assertThat(limits.pids()).isEmpty();
        assertThat(limits.blkioWeight() + limits.cpuShares() + limits.cpuQuota())
                .isZero();
        assertThat(limits.warnings())
                .hasSize(7)
                .contains(
                        "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.",
                        "Your kernel does not support OomKillDisable. OomKillDisable discarded.");
    }

    @Test
    void of_oomKillerOffWithoutLimit_warns() {
        assertThat(ResourceLimits.of(hostConfig("{\"OomKillDisable\":true}"), TestFacts.host())
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("OOM killer is disabled for the container, but no memory limit is set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0-3,8 | 5", "0 | 1", "'' | 0", "1-1 | 1"})
    void numberList_valid_isCounted(String text, int count) {
        assertThat(NumberList.parse(text))
                .get()
                .satisfies(set -> assertThat(set.cardinality()).isEqualTo(count));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3-1", "a", "1,,2", "1-", "-1", "99999"})
    void numberList_invalid_isNone(String text) {
        assertThat(NumberList.parse(text)).isEmpty();
    }

    private static HostConfig hostConfig(String json) {
        return Json.read(json, HostConfig.class);
    }
}
