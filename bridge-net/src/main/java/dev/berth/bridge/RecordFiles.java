package dev.berth.bridge;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Small records, one file each, replaced at once or not at all. They lie where a reboot clears them, as it clears the
 * kernel of what they tell, so they are not forced to a disk.
 */
final class RecordFiles {
    private static final String SUFFIX = ".properties";

    private final Path directory;
    private final RecordDisk disk;

    RecordFiles(Path directory, RecordDisk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Every record in the directory; none if there is no directory. */
    List<Map<String, String>> readAll() {
        List<Map<String, String>> records = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return records;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                records.add(read(file));
            }
            return records;
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read records in " + directory + ": " + failure, failure);
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Map<String, String> fields = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> fields.put(key, properties.getProperty(key)));
        return fields;
    }

    /** @param name characters of a file name, no slash */
    void write(String name, Map<String, String> fields) {
        Path file = file(name);
        Path next = directory.resolve(name + ".next");
        try {
            disk.write(next, fields);
            disk.rename(next, file);
        } catch (IOException failure) {
            forget(next, failure);
            throw new EngineException.SystemFailure("write record " + file + ": " + failure, failure);
        }
    }

    private void forget(Path half, IOException failure) {
        try {
            disk.delete(half);
        } catch (IOException stays) {
            failure.addSuppressed(stays); // it is no record, and the next one of its name replaces it
        }
    }

    /** Nothing happens if there is no such record. */
    void delete(String name) {
        try {
            disk.delete(file(name));
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("delete record " + file(name) + ": " + failure, failure);
        }
    }

    private Path file(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            throw new EngineException.InvalidParameter("not an id: '" + name + "'");
        }
        return directory.resolve(name + SUFFIX);
    }
}
