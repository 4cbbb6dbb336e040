package dev.berth.bridge;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.testing.Refusals;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A disk and a {@code /proc/sys} that refuse some writes and do the others. */
final class FaultyFiles implements RecordDisk, SettingFiles {
    private final Refusals refusals;

    FaultyFiles(Refusals refusals) {
        this.refusals = refusals;
    }

    private void came(String request, Path file) throws IOException {
        Optional<Errno> refused = refusals.onRequest(request + " " + file);
        if (refused.isPresent()) {
            throw new FileSystemException(file.toString(), null, refused.get().text());
        }
    }

    /** A full disk has the file's name by then. */
    @Override
    public void write(Path file, Map<String, String> fields) throws IOException {
        try {
            came("write record", file);
        } catch (IOException full) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "half of");
            throw full;
        }
        REAL.write(file, fields);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        came("rename record", from);
        REAL.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        came("delete record", file);
        REAL.delete(file);
    }

    @Override
    public void write(Path file, String value) throws IOException {
        came("set", file);
        KERNEL.write(file, value);
    }
}
