package dev.berth.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the kernel's settings are written, in the calling thread's network namespace. */
interface SettingFiles {
    /** To the kernel itself. */
    SettingFiles KERNEL = (file, value) -> Files.writeString(file, value);

    /** @param file below {@code /proc/sys} */
    void write(Path file, String value) throws IOException;
}
