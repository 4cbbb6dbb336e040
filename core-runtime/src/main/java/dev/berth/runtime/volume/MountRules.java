package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;

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
                case "image" -> checkImage(mount);
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
        if (options != null) {
            require(
                    options.propagation().isEmpty() || MountMode.PROPAGATIONS.contains(options.propagation()),
                    "invalid propagation mode: " + options.propagation());
            checkRecursion(options);
        }
        refuseOthers(mount);
        checkAbsolute(mount.source());
    }

    private static void checkRecursion(BindOptions options) {
        require(
                !options.nonRecursive() || !(options.readOnlyNonRecursive() || options.readOnlyForceRecursive()),
                "mutually exclusive options: NonRecursive and "
                        + (options.readOnlyNonRecursive() ? "ReadOnlyNonRecursive" : "ReadOnlyForceRecursive"));
        require(
                !options.readOnlyNonRecursive() || !options.readOnlyForceRecursive(),
                "mutually exclusive options: ReadOnlyNonRecursive and ReadOnlyForceRecursive");
    }

    private static void checkVolume(MountSpec mount) {
        refuseOthers(mount);
        boolean anonymous = mount.source().isEmpty();
        require(!(anonymous && mount.readOnly()), "must not set ReadOnly mode when using anonymous volumes");
        VolumeOptions options = mount.volumeOptions();
        if (options != null && !options.subpath().isEmpty()) {
            require(!anonymous, "must not set Subpath when using anonymous volumes");
            checkSubpath(options.subpath());
        }
    }

    private static void checkTmpfs(MountSpec mount) {
        refuseOthers(mount);
        require(mount.source().isEmpty(), "field Source must not be specified");
    }

    private static void checkImage(MountSpec mount) {
        refuseOthers(mount);
        require(!mount.source().isEmpty(), "field Source must not be empty");
        if (mount.imageOptions() != null && !mount.imageOptions().subpath().isEmpty()) {
            checkSubpath(mount.imageOptions().subpath());
        }
    }

    private static void checkSubpath(String subpath) {
        require(ContainerPath.isLocal(subpath), "subpath must be a relative path within the volume");
    }

    /** Options of another type of mount. */
    private static void refuseOthers(MountSpec mount) {
        String type = mount.type();
        refuse(!type.equals("bind") && mount.bindOptions() != null, "Bind");
        refuse(!type.equals("volume") && mount.volumeOptions() != null, "Volume");
        refuse(!type.equals("tmpfs") && mount.tmpfsOptions() != null, "Tmpfs");
        refuse(!type.equals("image") && mount.imageOptions() != null, "Image");
    }

    private static void refuse(boolean present, String family) {
        require(!present, "field " + family + "Options must not be specified");
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
