package dev.berth.runtime.registry.http;

import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * Brings a blob into a file. What an earlier try has left in the file is not asked for again, and a connection that
 * breaks is followed by another; the digest is taken while the bytes come.
 */
public final class BlobDownload {
    private static final int BUFFER = 1 << 18;
    /** A try that brought this much was no failure. */
    private static final long WORTHWHILE = 1 << 20;

    private final Registry registry;
    private final Descriptor blob;
    private final Path file;
    private final int attempts;
    private final Cancellation cancellation;
    private final LongConsumer progress;
    private MessageDigest digest = Digests.newSha256();
    private long have;

    /**
     * @param file may hold the blob's beginning
     * @param attempts that may fail in a row
     * @param progress told how many bytes there are
     */
    public BlobDownload(
            Registry registry,
            Descriptor blob,
            Path file,
            int attempts,
            Cancellation cancellation,
            LongConsumer progress) {
        this.registry = registry;
        this.blob = blob;
        this.file = file;
        this.attempts = attempts;
        this.cancellation = cancellation;
        this.progress = progress;
    }

    /**
     * Returns when the file is the blob.
     *
     * @throws RegistryException the registry refuses, breaks off again and again, or gives other bytes; those are
     *     deleted
     */
    public void run() throws IOException {
        digestWhatIsThere();
        for (int failures = 0; have < blob.size() || have == 0 && !Files.exists(file); ) {
            cancellation.check();
            long before = have;
            try {
                readOn();
            } catch (RegistryException refused) {
                if (refused.status() != 0 || !refused.code().isEmpty()) {
                    throw refused;
                }
                failures = failed(refused, before, failures);
            } catch (IOException broken) {
                failures = failed(broken, before, failures);
            }
        }
        if (!Digests.text(digest).equals(blob.digest())) {
            Files.deleteIfExists(file);
            throw RegistryException.refused(
                    0, "DIGEST", "filesystem layer verification failed for digest " + blob.digest());
        }
    }

    private int failed(IOException failure, long before, int failures) throws IOException {
        cancellation.check();
        int inARow = have - before >= WORTHWHILE ? 1 : failures + 1;
        if (inARow >= attempts) {
            throw failure;
        }
        registry.pauseAfter(inARow);
        return inARow;
    }

    private void digestWhatIsThere() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.size(file) > blob.size()) {
            restart();
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                have += count;
            }
        }
        progress.accept(have);
    }

    private void restart() throws IOException {
        Files.deleteIfExists(file);
        digest = Digests.newSha256();
        have = 0;
    }

    private void readOn() throws IOException {
        HttpResponse<InputStream> answer = registry.blob(blob, have);
        Cancellation.Listening closing = cancellation.closing(answer.body());
        try (InputStream in = answer.body()) {
            boolean useless = answer.statusCode() == 416 || startsElsewhere(answer);
            if (useless || answer.statusCode() == 200 && have > 0) {
                restart();
            }
            if (!useless) {
                copy(in);
            }
        } finally {
            closing.close();
        }
    }

    private boolean startsElsewhere(HttpResponse<InputStream> answer) {
        return answer.statusCode() == 206
                && !answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + have + "-");
    }

    private void copy(InputStream in) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (have + count > blob.size()) {
                    Files.deleteIfExists(file);
                    throw RegistryException.refused(
                            0, "SIZE", "layer " + blob.digest() + " is larger than its manifest says: " + blob.size());
                }
                out.write(buffer, 0, count);
                digest.update(buffer, 0, count);
                have += count;
                progress.accept(have);
            }
        }
        if (have < blob.size()) {
            throw new IOException("unexpected EOF");
        }
    }
}
