package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.HostConfig.MountSpec;
import dev.berth.runtime.spec.HostConfig.MountSpec.BindOptions;
import dev.berth.runtime.spec.HostConfig.MountSpec.DriverConfig;
import dev.berth.runtime.spec.HostConfig.MountSpec.TmpfsOptions;
import dev.berth.runtime.spec.HostConfig.MountSpec.VolumeOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountFlagTest {
    @Test
    void bind_withEverything_isParsed() {
        assertThat(MountFlag.parse("type=bind,src=/a,dst=/b,readonly,bind-propagation=rslave"))
                .isEqualTo(new MountSpec(
                        "bind", "/a", "/b", true, "", new BindOptions("rslave", false, false), null, null));
    }

    @Test
    void volume_isTheDefaultAndCommasMayBeQuoted() {
        MountSpec mount = MountFlag.parse("source=v,target=/b,volume-driver=local,\"volume-opt=o=ro,noexec\","
                + "volume-label=a=b,volume-nocopy,volume-subpath=s");
        assertThat(mount)
                .isEqualTo(new MountSpec(
                        "volume",
                        "v",
                        "/b",
                        false,
                        "",
                        null,
                        new VolumeOptions(
                                true, Map.of("a", "b"), new DriverConfig("local", Map.of("o", "ro,noexec")), "s"),
                        null));
    }

    @Test
    void tmpfs_sizeAndMode_areNumbers() {
        assertThat(MountFlag.parse("type=tmpfs,destination=/t,tmpfs-size=64m,tmpfs-mode=1770")
                        .tmpfsOptions())
                .isEqualTo(new TmpfsOptions(64 << 20, 01770));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=bind,src=/a|target is required",
                "type=bind,dst=/b,src|invalid field 'src' must be a key=value pair",
                "dst=/b,colour=red|unexpected key 'colour' in 'colour=red'",
                "type=bind,dst=/b,volume-nocopy|cannot mix 'volume-*' options with mount type 'bind'",
                "dst=/b,tmpfs-size=1|cannot mix 'tmpfs-*' options with mount type 'volume'",
                "dst=/b,readonly=maybe|invalid value for readonly: maybe",
                "type=tmpfs,dst=/b,tmpfs-size=huge|invalid value for tmpfs-size: huge"
            })
    void invalid_isRefused(String flag, String message) {
        assertThatThrownBy(() -> MountFlag.parse(flag))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void tmpfsOptions_laterWordsWin() {
        assertThat(TmpfsFlags.of("")).containsExactly("noexec", "nosuid", "nodev", "rprivate");
        assertThat(TmpfsFlags.of("exec,size=1m,size=2m,rw"))
                .isEqualTo(List.of("nosuid", "nodev", "rprivate", "exec", "size=2m", "rw"));
        assertThatThrownBy(() -> TmpfsFlags.of("colour=red")).hasMessageContaining("\"colour\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bind||/b|field Source must not be empty",
                "bind|a|/b|invalid mount path: 'a' mount path must be absolute",
                "tmpfs|a|/b|field Source must not be specified",
                "volume|a||field Target must not be empty",
                "strange|a|/b|mount type unknown"
            })
    void rules_invalid_haveDockersText(String type, String source, String target, String message) {
        MountSpec mount = new MountSpec(
                type, source == null ? "" : source, target == null ? "" : target, false, "", null, null, null);
        assertThatThrownBy(() -> MountRules.check(mount))
                .hasMessage("invalid mount config for type \"" + type + "\": " + message);
    }

    @Test
    void rules_anonymousReadOnlyOrSubpath_areRefused() {
        MountSpec readOnly = new MountSpec("volume", "", "/b", true, "", null, null, null);
        assertThatThrownBy(() -> MountRules.check(readOnly))
                .hasMessageEndingWith("must not set ReadOnly mode when using anonymous volumes");
        VolumeOptions up = new VolumeOptions(false, Map.of(), null, "../x");
        MountSpec leaving = new MountSpec("volume", "v", "/b", false, "", null, up, null);
        assertThatThrownBy(() -> MountRules.check(leaving))
                .hasMessageEndingWith("subpath must be a relative path within the volume");
    }
}
