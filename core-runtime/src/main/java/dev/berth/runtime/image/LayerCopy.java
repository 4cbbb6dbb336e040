package dev.berth.runtime.image;

import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.sys.Pipe;
import dev.berth.linux.sys.Pipes;
import dev.berth.runtime.tar.TreeTar;
import dev.berth.runtime.tar.TreeUnpacker;
import dev.berth.runtime.tar.UnpackRules;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A copy of what a container changed, made while the container may go on changing it: one thread writes it as an archive
 * and takes the digest, another unpacks that, so that the copy is what the digest says and is read and written once.
 *
 * @param size bytes of the files
 * @param diffId digest of the archive
 * @param tarSize bytes of the archive
 */
record LayerCopy(long size, String diffId, long tarSize) {
    private static final int BUFFER = 1 << 16;

    /** @param tree an empty directory */
    static LayerCopy make(Path upper, Path tree) throws IOException {
        try (Pipe pipe = Pipes.create()) {
            FutureTask<DigestStream> writing = new FutureTask<>(() -> write(upper, pipe.write()));
            Thread writer = new Thread(writing, "layer-copy");
            writer.setDaemon(true);
            writer.start();
            long size;
            try {
                size = unpack(pipe.read(), tree);
            } catch (IOException | RuntimeException failure) {
                pipe.read().close();
                try {
                    end(writing);
                } catch (IOException first) {
                    failure.addSuppressed(first);
                }
                throw failure;
            }
            DigestStream archive = end(writing);
            return new LayerCopy(size, archive.text(), archive.count());
        }
    }

    private static DigestStream write(Path upper, Fd end) throws IOException {
        try (OutputStream out = FdStreams.output(end)) {
            DigestStream archive = new DigestStream(new BufferedOutputStream(out, BUFFER));
            TreeTar.write(upper, archive, TreeTar.Options.LAYER);
            archive.flush();
            return archive;
        }
    }

    private static long unpack(Fd end, Path tree) throws IOException {
        InputStream in = new BufferedInputStream(FdStreams.input(end), BUFFER);
        long size = TreeUnpacker.unpack(in, tree, UnpackRules.LAYER);
        in.transferTo(OutputStream.nullOutputStream());
        return size;
    }

    private static DigestStream end(FutureTask<DigestStream> writing) throws IOException {
        try {
            return writing.get();
        } catch (ExecutionException failed) {
            throw new IOException("read the changes: " + failed.getCause(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("context canceled");
        }
    }
}
