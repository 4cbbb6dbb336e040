package dev.berth.volume.backup.repository;

import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads every byte of packs, index and description, and tells what is not as it should be. */
public final class PackCheck {
    private final Layout layout;
    private final List<String> remade;

    /** @param remade names of index files that could not be used at the opening */
    PackCheck(Layout layout, List<String> remade) {
        this.layout = layout;
        this.remade = List.copyOf(remade);
    }

    /** The description and the index. @param problem told of each that is damaged */
    public void rest(Consumer<String> problem) throws IOException {
        try {
            RepositoryDescription.check(layout.description());
        } catch (FormatException damaged) {
            problem.accept(String.valueOf(damaged.getMessage()));
        }
        remade.forEach(name -> problem.accept("index " + name + " was damaged; it was made again from the packs"));
        for (String name : ChunkIndex.names(layout.index())) {
            if (!remade.contains(name) && !digest(layout.index().resolve(name)).equals(name)) {
                problem.accept(
                        "index " + name + " is damaged; it can be deleted, for the packs have all that it tells");
            }
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = ChunkId.digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Every pack.
     *
     * @param damagedPack told of a pack whose chunks cannot even be listed
     * @param damagedChunk told of a chunk, and what is wrong with it
     * @return bytes read
     */
    public long packs(Consumer<String> damagedPack, BiConsumer<ChunkId, String> damagedChunk) throws IOException {
        long bytes = 0;
        try (ChunkCodec codec = new ChunkCodec()) {
            for (String name : ChunkIndex.names(layout.packs())) {
                Path file = layout.packs().resolve(name);
                try {
                    List<PackEntry> entries = PackFile.entries(file);
                    pack(file, entries, codec, damagedPack, damagedChunk);
                } catch (FormatException damaged) {
                    damagedPack.accept("pack " + name + ": " + damaged.getMessage());
                }
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static void pack(
            Path file,
            List<PackEntry> entries,
            ChunkCodec codec,
            Consumer<String> damagedPack,
            BiConsumer<ChunkId, String> damagedChunk)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] magic = PackFile.read(channel, 0, PackFile.MAGIC.length).array();
            byte[] end = PackFile.read(channel, channel.size() - PackFile.END.length, PackFile.END.length)
                    .array();
            if (!Arrays.equals(magic, PackFile.MAGIC) || !Arrays.equals(end, PackFile.END)) {
                damagedPack.accept("pack " + file.getFileName() + ": its first or last bytes are damaged");
            }
            for (PackEntry entry : entries) {
                try {
                    codec.restore(entry, PackFile.stored(channel, entry));
                } catch (FormatException damaged) {
                    damagedChunk.accept(
                            entry.id(),
                            "pack " + file.getFileName() + ", bytes " + entry.offset() + " to "
                                    + (entry.offset() + entry.stored()) + ": " + damaged.getMessage());
                }
            }
        }
    }
}
