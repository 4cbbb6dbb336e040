package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.MountSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSpecTest {
    @ParameterizedTest
    @CsvSource({
        "/a, volume, '', /a, '', false",
        "/a:/b, bind, /a, /b, '', false",
        "name:/b, volume, name, /b, '', false",
        "name:/b:ro, volume, name, /b, ro, true",
        "name:/b:nocopy, volume, name, /b, nocopy, false",
        "'/a:/b:ro,Z,rslave,cached', bind, /a, /b, 'ro,Z,rslave,cached', true",
        "/with space:/b:rw, bind, /with space, /b, rw, false",
        "/hostPath:/containerPath:shared, bind, /hostPath, /containerPath, shared, false",
        "/rw:/ro, bind, /rw, /ro, '', false"
    })
    void parse_valid_isTakenApart(
            String raw, String type, String source, String target, String mode, boolean readOnly) {
        VolumeSpec spec = VolumeSpec.parse(raw, "");
        MountSpec mount = spec.mount();
        assertThat(mount.type()).isEqualTo(type);
        assertThat(mount.source()).isEqualTo(source);
        assertThat(mount.target()).isEqualTo(target);
        assertThat(spec.mode()).isEqualTo(mode);
        assertThat(mount.readOnly()).isEqualTo(readOnly);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|invalid volume specification: ''",
                "/|invalid volume specification: '/': invalid mount config for type \"volume\": invalid specification:"
                        + " destination can't be '/'",
                "/a:ro|invalid volume specification: '/a:ro'",
                "/a:|invalid volume specification: '/a:'",
                ":/b|invalid volume specification: ':/b'",
                "/a:/b:ro:x|invalid volume specification: '/a:/b:ro:x'",
                "/a:/b:bad|invalid mode: bad",
                "/a:/b:ro,rw|invalid mode: ro,rw",
                "/a:/b:z,Z|invalid mode: z,Z",
                "/a:/b:rslave,rshared|invalid mode: rslave,rshared",
                "/a:/b:copy|invalid mode: copy",
                "/a:/b:ro,|invalid mode: ro,",
                "name:b|invalid volume specification: 'name:b': invalid mount config for type \"volume\": invalid mount"
                        + " path: 'b' mount path must be absolute",
                "/a:/|invalid volume specification: '/a:/': invalid mount config for type \"bind\": invalid"
                        + " specification: destination can't be '/'",
                "/a:/b/..|invalid volume specification: '/a:/b/..': invalid mount config for type \"bind\": invalid"
                        + " specification: destination can't be '/'",
                "name:/b:rslave|invalid volume specification: 'name:/b:rslave': invalid mount config for type"
                        + " \"volume\": field BindOptions must not be specified",
                "/a:/b:nocopy|invalid volume specification: '/a:/b:nocopy': invalid mount config for type \"bind\":"
                        + " field VolumeOptions must not be specified"
            })
    void parse_invalid_hasDockersText(String raw, String message) {
        assertThatThrownBy(() -> VolumeSpec.parse(raw, ""))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void parse_volumeDriver_isForVolumesOnly() {
        MountSpec volume = VolumeSpec.parse("name:/b", "other").mount();
        assertThat(volume.volumeOptions()).isNotNull();
        assertThat(VolumeSpec.parse("/a:/b", "other").mount().volumeOptions()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/, /", "//, /", "/a/../b, /b", "/a//b/, /a/b", "/../a, /a", "/a/./b, /a/b", "a/.., .", "../a, ../a"})
    void clean_isGosPathClean(String path, String clean) {
        assertThat(ContainerPath.clean(path)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "..", "../x", "a/../../x", ""})
    void isLocal_whatLeavesByItsText_isNot(String path) {
        assertThat(ContainerPath.isLocal(path)).isFalse();
        assertThat(ContainerPath.isLocal("sub/../dir")).isTrue();
    }
}
