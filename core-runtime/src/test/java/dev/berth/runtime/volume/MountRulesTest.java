package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.ImageOptions;
import dev.berth.runtime.spec.MountSpec.TmpfsOptions;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountRulesTest {
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
    void invalid_haveDockersText(String type, String source, String target, String message) {
        MountSpec mount = new MountSpec(type, source == null ? "" : source, target == null ? "" : target, false);
        assertThatThrownBy(() -> MountRules.check(mount))
                .hasMessage("invalid mount config for type \"" + type + "\": " + message);
    }

    @Test
    void anonymousReadOnlyOrSubpath_areRefused() {
        MountSpec readOnly = new MountSpec("volume", "", "/b", true);
        assertThatThrownBy(() -> MountRules.check(readOnly))
                .hasMessageEndingWith("must not set ReadOnly mode when using anonymous volumes");
        VolumeOptions up = new VolumeOptions(false, Map.of(), null, "../x");
        MountSpec leaving = new MountSpec("volume", "v", "/b", false, "", null, up, null, null);
        assertThatThrownBy(() -> MountRules.check(leaving))
                .hasMessageEndingWith("subpath must be a relative path within the volume");
    }

    @Test
    void optionsOfOtherTypes_areRefused() {
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
    void recursion_isOneWayOnly() {
        BindOptions both = new BindOptions("", true, false, false, true);
        assertThatThrownBy(() -> MountRules.check(new MountSpec("bind", "/a", "/b", true, "", both, null, null, null)))
                .hasMessageEndingWith("mutually exclusive options: NonRecursive and ReadOnlyForceRecursive");
        BindOptions wrong = new BindOptions("loud", false, false, false, false);
        assertThatThrownBy(() -> MountRules.check(new MountSpec("bind", "/a", "/b", true, "", wrong, null, null, null)))
                .hasMessageEndingWith("invalid propagation mode: loud");
    }
}
