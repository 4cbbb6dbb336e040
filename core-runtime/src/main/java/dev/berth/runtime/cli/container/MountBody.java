package dev.berth.runtime.cli.container;

import dev.berth.runtime.spec.MountSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** A mount as the API's JSON has it; what was not said stays out of it. */
final class MountBody {
    private MountBody() {}

    static Map<String, Object> of(MountSpec mount) {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "Type", mount.type());
        put(body, "Source", mount.source());
        put(body, "Target", mount.target());
        put(body, "ReadOnly", mount.readOnly());
        put(body, "Consistency", mount.consistency());
        if (mount.bindOptions() != null) {
            body.put("BindOptions", bind(mount.bindOptions()));
        }
        if (mount.volumeOptions() != null) {
            body.put("VolumeOptions", volume(mount.volumeOptions()));
        }
        if (mount.imageOptions() != null) {
            body.put("ImageOptions", Map.of("Subpath", mount.imageOptions().subpath()));
        }
        if (mount.tmpfsOptions() != null) {
            body.put("TmpfsOptions", tmpfs(mount.tmpfsOptions()));
        }
        return body;
    }

    private static Map<String, Object> bind(MountSpec.BindOptions options) {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "Propagation", options.propagation());
        put(body, "NonRecursive", options.nonRecursive());
        put(body, "CreateMountpoint", options.createMountpoint());
        put(body, "ReadOnlyNonRecursive", options.readOnlyNonRecursive());
        put(body, "ReadOnlyForceRecursive", options.readOnlyForceRecursive());
        return body;
    }

    private static Map<String, Object> volume(MountSpec.VolumeOptions options) {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "NoCopy", options.noCopy());
        put(body, "Labels", options.labels());
        MountSpec.DriverConfig driver = options.driverConfig();
        if (driver != null) {
            body.put("DriverConfig", Map.of("Name", driver.name(), "Options", driver.options()));
        }
        put(body, "Subpath", options.subpath());
        return body;
    }

    private static Map<String, Object> tmpfs(MountSpec.TmpfsOptions options) {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "SizeBytes", options.sizeBytes());
        put(body, "Mode", options.mode());
        return body;
    }

    private static void put(Map<String, Object> body, String key, Object value) {
        boolean unsaid = value.equals("")
                || value.equals(false)
                || value.equals(0)
                || value.equals(0L)
                || value.equals(Map.of());
        if (!unsaid) {
            body.put(key, value);
        }
    }
}
