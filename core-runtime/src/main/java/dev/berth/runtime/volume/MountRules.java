package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.HostConfig.MountSpec;
import dev.berth.runtime.spec.HostConfig.MountSpec.BindOptions;
import dev.berth.runtime.spec.HostConfig.MountSpec.VolumeOptions;

/**
 * What makes a mount valid, in Docker's words.
 *
 * @see <a href="https://github.com/moby/moby/blob/master/daemon/volume/mounts/validate.go">moby, validate.go</a>
 */
final class MountRules {
    private MountRules() {}

    /** @throws InvalidParameter {@code invalid mount config for type "T": why} */
    static void check(MountSpec mount) {
        try {
            checkTarget(mount.target());
            switch (mount.type()) {
                case "bind" -> checkBind(mount);
                case "volume" -> checkVolume(mount);
                case "tmpfs" -> checkTmpfs(mount);
                default -> throw new InvalidParameter("mount type unknown");
            }
        } catch (InvalidParameter reason) {
            throw new InvalidParameter(prefix(mount) + reason.getMessage(), reason);
        }
    }

    /** The beginning of every message about the mount. */
    static String prefix(MountSpec mount) {
        return "invalid mount config for type \"" + mount.type() + "\": ";
    }

    /** @throws InvalidParameter the destination is missing, relative or the root */
    static void checkTarget(String target) {
        require(!target.isEmpty(), "field Target must not be empty");
        require(!ContainerPath.clean(target).equals("/"), "invalid specification: destination can't be '/'");
        checkAbsolute(target);
    }

    private static void checkBind(MountSpec mount) {
        require(!mount.source().isEmpty(), "field Source must not be empty");
        BindOptions options = mount.bindOptions();
        if (options != null && !options.propagation().isEmpty()) {
            require(
                    MountMode.PROPAGATIONS.contains(options.propagation()),
                    "invalid propagation mode: " + options.propagation());
        }
        require(mount.volumeOptions() == null, "field VolumeOptions must not be specified");
        require(mount.tmpfsOptions() == null, "field TmpfsOptions must not be specified");
        checkAbsolute(mount.source());
    }

    private static void checkVolume(MountSpec mount) {
        require(mount.bindOptions() == null, "field BindOptions must not be specified");
        require(mount.tmpfsOptions() == null, "field TmpfsOptions must not be specified");
        boolean anonymous = mount.source().isEmpty();
        require(!(anonymous && mount.readOnly()), "must not set ReadOnly mode when using anonymous volumes");
        VolumeOptions options = mount.volumeOptions();
        if (options != null && !options.subpath().isEmpty()) {
            require(!anonymous, "must not set Subpath when using anonymous volumes");
            require(ContainerPath.isLocal(options.subpath()), "subpath must be a relative path within the volume");
        }
    }

    private static void checkTmpfs(MountSpec mount) {
        require(mount.bindOptions() == null, "field BindOptions must not be specified");
        require(mount.volumeOptions() == null, "field VolumeOptions must not be specified");
        require(mount.source().isEmpty(), "field Source must not be specified");
    }

    private static void checkAbsolute(String path) {
        require(path.startsWith("/"), "invalid mount path: '" + path + "' mount path must be absolute");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new InvalidParameter(otherwise);
        }
    }
}
