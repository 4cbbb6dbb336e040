package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ByteSize;
import java.util.Map;

/** Flags about devices: {@code --device}, {@code --device-read-bps} and their like. */
final class DeviceFlag {
    private DeviceFlag() {}

    /** {@code HOST[:CONTAINER[:PERMISSIONS]]}. */
    static Map<String, Object> device(String text) {
        String[] parts = text.split(":", -1);
        String inside = parts[0];
        String permissions = "rwm";
        if (parts.length == 3) {
            inside = parts[1];
            permissions = parts[2];
        } else if (parts.length == 2) {
            boolean mode = parts[1].matches("[rwm]{1,3}");
            inside = mode ? inside : parts[1];
            permissions = mode ? parts[1] : permissions;
        }
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw new EngineException.InvalidParameter("invalid device specification: " + text);
        }
        if (!permissions.matches("[rwm]{1,3}")) {
            throw new EngineException.InvalidParameter("bad mode specified: " + permissions);
        }
        return Map.of(
                "PathOnHost",
                parts[0],
                "PathInContainer",
                inside.isEmpty() ? parts[0] : inside,
                "CgroupPermissions",
                permissions);
    }

    /** {@code PATH:WEIGHT}. */
    static Map<String, Object> weight(String text) {
        String[] parts = parts(text);
        long weight = number(text, parts[1]);
        if (weight != 0 && (weight < 10 || weight > 1000)) {
            throw new EngineException.InvalidParameter("invalid weight for device: " + text);
        }
        return Map.of("Path", parts[0], "Weight", weight);
    }

    /** {@code PATH:BYTES-PER-SECOND}, with a unit. */
    static Map<String, Object> bytes(String text) {
        String[] parts = parts(text);
        return Map.of("Path", parts[0], "Rate", ByteSize.parse(parts[1]));
    }

    /** {@code PATH:OPERATIONS-PER-SECOND}. */
    static Map<String, Object> operations(String text) {
        String[] parts = parts(text);
        return Map.of("Path", parts[0], "Rate", number(text, parts[1]));
    }

    private static String[] parts(String text) {
        String[] parts = text.split(":", 2);
        if (parts.length != 2 || parts[0].isEmpty()) {
            throw new EngineException.InvalidParameter("bad format: " + text);
        }
        if (!parts[0].startsWith("/dev/")) {
            throw new EngineException.InvalidParameter("bad format for device path: " + text);
        }
        return parts;
    }

    private static long number(String text, String number) {
        try {
            return Long.parseUnsignedLong(number);
        } catch (NumberFormatException notANumber) {
            throw new EngineException.InvalidParameter(
                    "invalid rate for device: " + text
                            + ". The correct format is <device-path>:<number>. Number must be a positive integer",
                    notANumber);
        }
    }
}
