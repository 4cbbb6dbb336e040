package dev.berth.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * A layer's archive in a file that its owner may delete afterwards: the layer keeps it under a name of its own if it
 * needs it.
 *
 * @param file plain or compressed
 * @param blob the file's digest, already checked, if a registry gave it and may get it back; else empty
 * @param read told how many bytes of the file are done
 */
record LayerSource(Path file, String blob, LongConsumer read) {
    /** Of an archive of images. */
    static LayerSource of(Path file) {
        return new LayerSource(file, "", bytes -> {});
    }

    /** The plain bytes. */
    InputStream open() throws IOException {
        return Decompression.open(new CountingInput(Files.newInputStream(file), read));
    }
}
