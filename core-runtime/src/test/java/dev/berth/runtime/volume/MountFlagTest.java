package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.DriverConfig;
import dev.berth.runtime.spec.MountSpec.ImageOptions;
import dev.berth.runtime.spec.MountSpec.TmpfsOptions;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;
import java.nio.file.Path;
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
                        "bind",
                        "/a",
                        "/b",
                        true,
                        "",
                        new BindOptions("rslave", false, false, false, false),
                        null,
                        null,
                        null));
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
                        null,
                        null));
    }

    @Test
    void tmpfs_sizeAndMode_areNumbers() {
        assertThat(MountFlag.parse("type=tmpfs,destination=/t,tmpfs-size=64m,tmpfs-mode=1770")
                        .tmpfsOptions())
                .isEqualTo(new TmpfsOptions(64 << 20, 01770, List.of()));
    }

    @Test
    void bindRecursive_isOneOfThreeOptions() {
        assertThat(MountFlag.parse("type=bind,src=/a,dst=/b,bind-recursive=disabled")
                        .bindOptions())
                .isEqualTo(new BindOptions("", true, false, false, false));
        assertThat(MountFlag.parse("type=bind,src=/a,dst=/b,ro,bind-recursive=writable")
                        .bindOptions())
                .isEqualTo(new BindOptions("", false, false, true, false));
        assertThat(MountFlag.parse("type=bind,src=/a,dst=/b,ro,bind-propagation=RPRIVATE,bind-recursive=readonly")
                        .bindOptions())
                .isEqualTo(new BindOptions("rprivate", false, false, false, true));
        assertThat(MountFlag.parse("type=bind,src=/a,dst=/b,bind-create-src=true")
                        .bindOptions())
                .isEqualTo(new BindOptions("", false, true, false, false));
    }

    @Test
    void image_withSubpath_isParsed() {
        assertThat(MountFlag.parse("type=image,src=busybox,dst=/b,image-subpath=bin"))
                .isEqualTo(
                        new MountSpec("image", "busybox", "/b", false, "", null, null, new ImageOptions("bin"), null));
    }

    @Test
    void source_fromWhereTheCommandRuns_isAbsolute() {
        assertThat(MountFlag.parse("type=bind,src=./a/../b,dst=/b").source())
                .isEqualTo(Path.of("b").toAbsolutePath().toString());
    }

    /** What docker 28.2.2 says to the same, behind {@code invalid argument "X" for "--mount" flag:}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "type=bind,src=/a|target is required",
                "type=,dst=/b|type is required",
                "^^|EOF",
                "dst|invalid field 'dst' must be a key=value pair",
                "type=bind,dst=/b,src|invalid field 'src' must be a key=value pair",
                "dst=/b,consistency|invalid field 'consistency' must be a key=value pair",
                "dst=/b,volume-subpath|invalid field 'volume-subpath' must be a key=value pair",
                "dst=/b,type=bind,bind-propagation|invalid field 'bind-propagation' must be a key=value pair",
                "dst=/b, ro|invalid field ' ro' must be a key=value pair",
                "dst=/b,colour=red|unexpected key 'colour' in 'colour=red'",
                "^ dst=/b^|unexpected key ' dst' in ' dst=/b'",
                "type=bind,dst=/b,volume-nocopy|cannot mix 'volume-*' options with mount type 'bind'",
                "type=cluster,dst=/b,volume-nocopy|cannot mix 'volume-*' options with mount type 'cluster'",
                "type=image,dst=/b,tmpfs-size=1|cannot mix 'tmpfs-*' options with mount type 'image'",
                "dst=/b,image-subpath=x|cannot mix 'image-*' options with mount type 'volume'",
                "dst=/b,tmpfs-size=1|cannot mix 'tmpfs-*' options with mount type 'volume'",
                "dst=/b,readonly=maybe|invalid value for readonly: maybe",
                "dst=/b,ro=maybe|invalid value for ro: maybe",
                "DST=/b,RO=x|invalid value for ro: x",
                "dst=/b,volume-nocopy=maybe|invalid value for volume-nocopy: maybe",
                "type=tmpfs,dst=/b,tmpfs-size=huge|invalid value for tmpfs-size: huge",
                "type=tmpfs,dst=/b,tmpfs-mode=9|invalid value for tmpfs-mode: 9",
                "type=bind,src=/a,dst=/b,bind-recursive=x|invalid value for bind-recursive: x (must be \"enabled\","
                        + " \"disabled\", \"writable\", or \"readonly\")",
                "type=bind,src=/a,dst=/b,bind-recursive=writable|option 'bind-recursive=writable' requires 'readonly' to"
                        + " be specified in conjunction",
                "type=bind,src=/a,dst=/b,bind-recursive=readonly|option 'bind-recursive=readonly' requires 'readonly' to"
                        + " be specified in conjunction",
                "type=bind,src=/a,dst=/b,readonly,bind-recursive=readonly|option 'bind-recursive=readonly' requires"
                        + " 'bind-propagation=rprivate' to be specified in conjunction",
                "dst=/b,\"x|parse error on line 1, column 10: extraneous or missing \" in quoted-field",
                "a\"b|parse error on line 1, column 2: bare \" in non-quoted-field"
            })
    void invalid_isRefused(String flag, String message) {
        assertThatThrownBy(() -> MountFlag.parse(flag))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"64m, 67108864", "1.5k, 1536", "2GiB, 2147483648", "7, 7", "1 kb, 1024", "'', 0", "x, -1", "1x, -1"})
    void tmpfsSize_hasUnits(String text, long bytes) {
        assertThat(TmpfsFlags.bytes(text)).isEqualTo(bytes);
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
                "image||/b|field Source must not be empty",
                "volume|a|b|invalid mount path: 'b' mount path must be absolute",
                "bind|/a|/..|invalid specification: destination can't be '/'",
                "volume|a||field Target must not be empty",
                "strange|a|/b|mount type unknown"
            })
    void rules_invalid_haveDockersText(String type, String source, String target, String message) {
        MountSpec mount = new MountSpec(type, source == null ? "" : source, target == null ? "" : target, false);
        assertThatThrownBy(() -> MountRules.check(mount))
                .hasMessage("invalid mount config for type \"" + type + "\": " + message);
    }

    @Test
    void rules_anonymousReadOnlyOrSubpath_areRefused() {
        MountSpec readOnly = new MountSpec("volume", "", "/b", true);
        assertThatThrownBy(() -> MountRules.check(readOnly))
                .hasMessageEndingWith("must not set ReadOnly mode when using anonymous volumes");
        VolumeOptions up = new VolumeOptions(false, Map.of(), null, "../x");
        MountSpec leaving = new MountSpec("volume", "v", "/b", false, "", null, up, null, null);
        assertThatThrownBy(() -> MountRules.check(leaving))
                .hasMessageEndingWith("subpath must be a relative path within the volume");
    }

    @Test
    void rules_optionsOfOtherTypes_areRefused() {
        BindOptions bind = new BindOptions("", false, false, false, false);
        VolumeOptions volume = new VolumeOptions(false, Map.of(), null, "");
        TmpfsOptions tmpfs = new TmpfsOptions(0, 0, List.of());
        ImageOptions image = new ImageOptions("");
        refused(new MountSpec("volume", "v", "/b", false, "", bind, null, null, null), "Bind");
        refused(new MountSpec("bind", "/a", "/b", false, "", null, volume, null, null), "Volume");
        refused(new MountSpec("bind", "/a", "/b", false, "", null, null, null, tmpfs), "Tmpfs");
        refused(new MountSpec("tmpfs", "", "/b", false, "", null, null, image, null), "Image");
    }

    private static void refused(MountSpec mount, String family) {
        assertThatThrownBy(() -> MountRules.check(mount))
                .hasMessage("invalid mount config for type \"" + mount.type() + "\": field " + family
                        + "Options must not be specified");
    }

    @Test
    void rules_recursion_isOneWayOnly() {
        BindOptions both = new BindOptions("", true, false, false, true);
        assertThatThrownBy(() -> MountRules.check(new MountSpec("bind", "/a", "/b", true, "", both, null, null, null)))
                .hasMessageEndingWith("mutually exclusive options: NonRecursive and ReadOnlyForceRecursive");
        BindOptions wrong = new BindOptions("loud", false, false, false, false);
        assertThatThrownBy(() -> MountRules.check(new MountSpec("bind", "/a", "/b", true, "", wrong, null, null, null)))
                .hasMessageEndingWith("invalid propagation mode: loud");
    }
}
