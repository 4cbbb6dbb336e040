package dev.berth.volume;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.RenameMode;
import dev.berth.plugin.EngineException.InvalidParameter;
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

    /** All options, encrypted; there if some are not to be seen. */
    private Path sealedOptions() {
        return path.resolve("opts.sealed");
    }

    /** Where a copy-up collects its tree. */
    Path staging() {
        return path.resolve("_staging");
    }

    /** What is going to be {@link #stagingComplete}. */
    Path stagingMark() {
        return path.resolve("_staging.mark");
    }

    /** There once the staged tree is whole, with the times of its root. */
    Path stagingComplete() {
        return path.resolve("_staging.complete");
    }

    /** Where new data is made before it takes the old data's place, and the old data's place until that is deleted. */
    Path replacement() {
        return path.resolve("_replacement");
    }

    /** An empty directory that has the attributes of the new data's root. */
    Path replacementRoot() {
        return path.resolve("_replacement.root");
    }

    /** Where old data is moved entry by entry, if its directory has to stay. */
    Path replaced() {
        return path.resolve("_replaced");
    }

    /** There while old entries are moved out. */
    Path movingOut() {
        return path.resolve("_replacement.out");
    }

    /** There while new entries are moved in. */
    Path movingIn() {
        return path.resolve("_replacement.in");
    }

    void makeReplacement() {
        make(replacement());
    }

    static void make(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException failure) {
            throw new SystemFailure("create " + directory + ": " + failure.getMessage(), failure);
        }
        FileCalls.chmod(directory, 0755);
    }

    boolean exists() {
        return Files.isDirectory(data(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes it whole or not at all: put together under another name, which is not a volume's, and renamed. */
    void create(Path temporary, LocalOptions wish, OptionVault vault) {
        VolumeDirectory building = new VolumeDirectory(temporary);
        try {
            Files.createDirectory(temporary);
            FileCalls.chmod(temporary, 0701);
            Files.createDirectory(building.data());
            FileCalls.chmod(building.data(), 0755);
            LocalOptions shown = wish.withoutSecrets();
            write(building.options(), JSON.writeValueAsBytes(shown.values()));
            if (!shown.equals(wish)) {
                write(building.sealedOptions(), vault.seal(wish));
            }
        } catch (IOException failure) {
            throw new SystemFailure("create volume directory " + path + ": " + failure.getMessage(), failure);
        }
        FileCalls.rename(temporary, path, RenameMode.NO_REPLACE);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        FileCalls.chmod(file, 0600);
    }

    /** The options as they were given. */
    LocalOptions readOptions(OptionVault vault) {
        try {
            return Files.exists(sealedOptions()) ? vault.open(Files.readAllBytes(sealedOptions())) : readOptions();
        } catch (IOException failure) {
            throw new SystemFailure("read " + sealedOptions() + ": " + failure.getMessage(), failure);
        }
    }

    /** False if they are damaged: whoever uses the volume is told, and the others can be used. */
    boolean optionsAreReadable() {
        try {
            readOptions();
            return true;
        } catch (SystemFailure | InvalidParameter damaged) {
            return false;
        }
    }

    /** The options as they may be seen. */
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
