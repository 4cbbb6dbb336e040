package dev.berth.volume;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.RenameMode;
import dev.berth.plugin.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * One volume's directory: {@code _data}, {@code opts.json}, and beside them what a copy-up under way needs.
 *
 * @param path absolute
 */
record VolumeDirectory(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    Path data() {
        return path.resolve("_data");
    }

    private Path options() {
        return path.resolve("opts.json");
    }

    /** Where a copy-up collects its tree. */
    Path staging() {
        return path.resolve("_staging");
    }

    /** There once the staged tree is whole. */
    Path stagingComplete() {
        return path.resolve("_staging.complete");
    }

    /** Where new data is made before it takes the old data's place, and the old data's place until that is deleted. */
    Path replacement() {
        return path.resolve("_replacement");
    }

    void makeReplacement() {
        try {
            Files.createDirectory(replacement());
        } catch (IOException failure) {
            throw new SystemFailure("create " + replacement() + ": " + failure.getMessage(), failure);
        }
        FileCalls.chmod(replacement(), 0755);
    }

    boolean exists() {
        return Files.isDirectory(data(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes it whole or not at all: put together under another name, which is not a volume's, and renamed. */
    void create(Path temporary, LocalOptions wish) {
        VolumeDirectory building = new VolumeDirectory(temporary);
        try {
            Files.createDirectory(temporary);
            FileCalls.chmod(temporary, 0701);
            Files.createDirectory(building.data());
            FileCalls.chmod(building.data(), 0755);
            Files.write(building.options(), JSON.writeValueAsBytes(wish.values()));
            FileCalls.chmod(building.options(), 0600);
        } catch (IOException failure) {
            throw new SystemFailure("create volume directory " + path + ": " + failure.getMessage(), failure);
        }
        FileCalls.rename(temporary, path, RenameMode.NO_REPLACE);
    }

    LocalOptions readOptions() {
        try {
            return Files.exists(options())
                    ? new LocalOptions(JSON.readValue(Files.readAllBytes(options()), TEXTS))
                    : new LocalOptions(Map.of());
        } catch (IOException failure) {
            throw new SystemFailure("read " + options() + ": " + failure.getMessage(), failure);
        }
    }

    /** As Docker: the last change of the volume's directory. */
    Instant createdAt() {
        FileStatus status = FileCalls.status(path);
        return status.changed();
    }
}
