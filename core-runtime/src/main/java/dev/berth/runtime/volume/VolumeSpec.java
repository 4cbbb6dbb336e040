package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.DriverConfig;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code -v}: {@code [SOURCE:]TARGET[:MODE]}. An absolute source is a directory or file of the host, any other the
 * name of a volume; no source, an anonymous volume.
 *
 * @param mount the same as a {@code --mount}
 * @param mode the third field as given, empty without one
 * @see <a href="https://docs.docker.com/engine/storage/volumes/#options-for---volume">syntax of --volume</a>
 */
public record VolumeSpec(MountSpec mount, String mode) {
    /**
     * @param volumeDriver {@code --volume-driver}, for volumes; may be empty
     * @throws InvalidParameter {@code invalid volume specification: 'X'} and why, or {@code invalid mode: X}
     */
    public static VolumeSpec parse(String raw, String volumeDriver) {
        String[] field = raw.split(":", -1);
        boolean modeWithoutSource = field.length == 2 && MountMode.isMode(field[1]);
        if (field[0].isEmpty() || field.length > 3 || modeWithoutSource) {
            throw new InvalidParameter(invalid(raw));
        }
        String source = field.length == 1 ? "" : field[0];
        String target = field.length == 1 ? field[0] : field[1];
        MountMode mode = field.length == 3 ? MountMode.parse(field[2]) : MountMode.DEFAULT;
        boolean bind = source.startsWith("/");
        BindOptions bindOptions = mode.propagation().isPresent()
                ? new BindOptions(mode.propagation().get(), false, true, false, false)
                : null;
        VolumeOptions volumeOptions = volumeOptions(bind ? "" : volumeDriver, mode.noCopy());
        MountSpec mount = new MountSpec(
                bind ? "bind" : "volume", source, target, mode.readOnly(), "", bindOptions, volumeOptions, null, null);
        try {
            MountRules.check(mount);
        } catch (InvalidParameter reason) {
            throw new InvalidParameter(invalid(raw) + ": " + reason.getMessage(), reason);
        }
        return new VolumeSpec(mount, mode.text());
    }

    private static String invalid(String raw) {
        return "invalid volume specification: '" + raw + "'";
    }

    private static @Nullable VolumeOptions volumeOptions(String driver, boolean noCopy) {
        if (driver.isEmpty() && !noCopy) {
            return null;
        }
        DriverConfig config = driver.isEmpty() ? null : new DriverConfig(driver, Map.of());
        return new VolumeOptions(noCopy, Map.of(), config, "");
    }
}
