package dev.berth.bridge.ipam;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** How the files of an {@link AllocationLog} are opened and renamed. */
interface LogFiles {
    /** The real ones. */
    LogFiles REAL = new LogFiles() {
        @Override
        public FileChannel open(Path file, OpenOption... how) throws IOException {
            return FileChannel.open(file, how);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    };

    FileChannel open(Path file, OpenOption... how) throws IOException;

    /** Gives the file another name, under which there may be one, at once or not at all. */
    void rename(Path from, Path to) throws IOException;
}
