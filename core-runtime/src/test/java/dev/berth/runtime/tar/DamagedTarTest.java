package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.Xattrs;
import dev.berth.linux.tree.TreeDelete;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of which bits are wrong or the end is missing: unpacked or refused, and nothing else is touched. */
class DamagedTarTest {
    private static final int FLIPS = 250;

    @TempDir
    private Path temporary;

    private Path target;
    private Path outside;
    private byte[] archive;

    @BeforeEach
    void makeArchive() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
        outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "untouched");
        Path source = Files.createDirectory(temporary.resolve("source"));
        Path file = Files.writeString(
                Files.createDirectories(source.resolve("d/" + "n".repeat(120))).resolve("file"), "content");
        Files.createLink(source.resolve("hard"), file);
        Files.createSymbolicLink(source.resolve("link"), Path.of("d"));
        Xattrs.set(file, "user.note", "value".getBytes(StandardCharsets.US_ASCII));
        FileCalls.setTimes(file, Instant.ofEpochSecond(1, 2), Instant.ofEpochSecond(3, 4));
        Path sparse = source.resolve("sparse");
        try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), 5 << 20);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VolumeTar.write(source, bytes);
        archive = bytes.toByteArray();
    }

    /** Only by what says that the archive is bad or why the disk does not take it. */
    private void unpackOrRefuse(byte[] bytes, String what) throws IOException {
        try {
            TreeUnpacker.unpack(new ByteArrayInputStream(bytes), target, UnpackRules.TREE);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).as(what).isNotEmpty();
        } catch (RuntimeException fault) {
            throw new AssertionError(what, fault);
        }
        TreeDelete.contents(target);
        assertThat(outside.resolve("victim")).hasContent("untouched");
        assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("target", "outside", "source");
    }

    @Test
    void anyBitFlipped_isUnpackedOrRefused() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = archive.clone();
            int bit = meaningfulByte(random) * 8 + random.nextInt(8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            unpackOrRefuse(flipped, "bit " + bit);
        }
    }

    /** Most of an archive is zeros that fill blocks. */
    private int meaningfulByte(Random random) {
        int at = random.nextInt(archive.length);
        while (archive[at] == 0) {
            at = random.nextInt(archive.length);
        }
        return at;
    }

    @Test
    void cutShortAnywhere_isUnpackedOrRefused() throws IOException {
        for (int length = 0; length < archive.length; length += 199) {
            unpackOrRefuse(Arrays.copyOf(archive, length), "the first " + length + " bytes");
        }
    }
}
