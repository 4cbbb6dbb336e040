package dev.berth.bridge;

import dev.berth.linux.testing.Refusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A disk and a {@code /proc/sys} that refuse some writes and do the others. */
final class FaultyFiles implements RecordDisk, SettingFiles {
    private final Refusals refusals;

    FaultyFiles(Refusals refusals) {
        this.refusals = refusals;
    }

    /** A full disk has the file's name by then. */
    @Override
    public void write(Path file, Map<String, String> fields) throws IOException {
        try {
            refusals.onFile("write record", file);
        } catch (IOException full) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "half of");
            throw full;
        }
        REAL.write(file, fields);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        refusals.onFile("rename record", from);
        REAL.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        refusals.onFile("delete record", file);
        REAL.delete(file);
    }

    @Override
    public void write(Path file, String value) throws IOException {
        refusals.onFile("set", file);
        KERNEL.write(file, value);
    }
}
