package dev.berth.bridge;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/** The disk that records are on, as far as it is written to: each call may fail by itself. */
interface RecordDisk {
    /** Writes the fields into the file, which is made with its directory, or written anew. */
    void write(Path file, Map<String, String> fields) throws IOException;

    /** Gives the file another name, under which there may be one, at once or not at all. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes the file, if there is one. */
    void delete(Path file) throws IOException;

    /** The real one. */
    RecordDisk REAL = new RecordDisk() {
        @Override
        public void write(Path file, Map<String, String> fields) throws IOException {
            Properties properties = new Properties();
            properties.putAll(fields);
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }
    };
}
