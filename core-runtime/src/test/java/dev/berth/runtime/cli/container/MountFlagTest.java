package dev.berth.runtime.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.DriverConfig;
import dev.berth.runtime.spec.MountSpec.ImageOptions;
import dev.berth.runtime.spec.MountSpec.TmpfsOptions;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;
import dev.berth.runtime.state.Json;
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
    @CsvSource(
            delimiter = '|',
            value = {
                "target=/d | {'Type':'volume','Target':'/d'}",
                "type=bind,src=/a,dst=/b,ro | {'Type':'bind','Source':'/a','Target':'/b','ReadOnly':true}",
                "type=bind,source=/a,target=/b,bind-propagation=rslave | {'Type':'bind','Source':'/a','Target':'/b','BindOptions':{'Propagation':'rslave'}}",
                "type=bind,source=/a,target=/b,ro,bind-recursive=writable | {'Type':'bind','Source':'/a','Target':'/b','ReadOnly':true,'BindOptions':{'ReadOnlyNonRecursive':true}}",
                "source=v,target=/d,volume-nocopy,volume-label=a=b | {'Type':'volume','Source':'v','Target':'/d','VolumeOptions':{'NoCopy':true,'Labels':{'a':'b'}}}",
                "source=v,target=/d,volume-driver=x,volume-subpath=s | {'Type':'volume','Source':'v','Target':'/d','VolumeOptions':{'DriverConfig':{'Name':'x','Options':{}},'Subpath':'s'}}",
                "type=image,source=busybox,target=/d,image-subpath=bin | {'Type':'image','Source':'busybox','Target':'/d','ImageOptions':{'Subpath':'bin'}}",
                "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1770 | {'Type':'tmpfs','Target':'/t','TmpfsOptions':{'SizeBytes':1048576,'Mode':1016}}"
            })
    void body_isTheApisMount(String flag, String json) {
        Map<String, Object> body = MountBody.of(MountFlag.parse(flag));
        assertThat(Json.tree(Json.write(body))).isEqualTo(Json.tree(json.replace('\'', '"')));
    }
}
