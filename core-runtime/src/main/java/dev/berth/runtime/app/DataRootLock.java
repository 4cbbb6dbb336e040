package dev.berth.runtime.app;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.EnginePaths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second daemon off the data root; the kernel lets go of it however this one ends. */
final class DataRootLock implements AutoCloseable {
    private final FileChannel channel;

    private DataRootLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the data root.
     *
     * @throws EngineException.Conflict another daemon has it
     */
    static DataRootLock take(EnginePaths paths) {
        try {
            FileChannel channel = FileChannel.open(paths.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EngineException.Conflict("data root " + paths.dataRoot() + " is in use by pid "
                        + Files.readString(paths.lock()).strip());
            }
            channel.truncate(0);
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(pid));
            return new DataRootLock(channel);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure(
                    "lock data root " + paths.dataRoot() + ": " + failure.getMessage(), failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("unlock data root", failure);
        }
    }
}
