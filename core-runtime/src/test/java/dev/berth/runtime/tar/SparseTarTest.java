package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FileCalls;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes go out and come in, by GNU tar's judgement. */
class SparseTarTest {
    private static final long SIZE = 50_000_000;
    private static final long LITTLE = 2_000_000;

    @TempDir
    private Path temporary;

    private Path source;
    private Path target;

    @BeforeEach
    void makeTree() throws IOException {
        source = Files.createDirectory(temporary.resolve("source"));
        target = Files.createDirectory(temporary.resolve("target"));
        sparse("begin", 0);
        sparse("end", SIZE - 5);
        sparse("middle", 1 << 20, 20 << 20, 30 << 20);
        sparse("nothing");
        long[] places = new long[40];
        for (int i = 0; i < places.length; i++) {
            places[i] = (long) i << 20;
        }
        sparse("many-" + "n".repeat(120), places);
        Files.writeString(source.resolve("dense"), "dense");
        Files.writeString(source.resolve("empty"), "");
    }

    private void sparse(String name, long... places) throws IOException {
        Path file = source.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long place : places) {
                channel.write(ByteBuffer.wrap("words".getBytes(StandardCharsets.US_ASCII)), place);
            }
        }
        assertThat(program("truncate", "-s", Long.toString(SIZE), file.toString()))
                .isEmpty();
    }

    private static String program(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void assertSame() throws IOException {
        try (var files = Files.list(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(file.getFileName().toString());
                assertThat(program("cmp", file.toString(), copy.toString())).isEmpty();
                assertThat(FileCalls.status(copy).blocks() * 512)
                        .as(copy.toString())
                        .isLessThan(LITTLE);
            }
        }
    }

    @Test
    void volume_archiveHasNoHoles_andBothReadersMakeThem() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VolumeTar.write(source, bytes);
        assertThat(bytes.size()).isLessThan(1_000_000);
        Path archive = Files.write(temporary.resolve("archive.tar"), bytes.toByteArray());
        program("tar", "-C", target.toString(), "-xpf", archive.toString());
        assertSame();
        program("sh", "-c", "rm -r " + target + "/*");
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, UnpackRules.TREE);
        assertSame();
    }

    @Test
    void layer_holesAreZeros() throws IOException {
        Path one = Files.createDirectory(temporary.resolve("one"));
        Files.move(source.resolve("middle"), one.resolve("middle"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TreeTar.write(one, bytes, TreeTar.Options.LAYER);
        assertThat(bytes.size()).isGreaterThan((int) SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--sparse-version=1.0", "--sparse-version=0.1"})
    void unpack_whatGnuTarWrites_hasItsHoles(String format) throws IOException {
        Path archive = temporary.resolve("archive.tar");
        program("tar", "--sparse", format, "-C", source.toString(), "-cf", archive.toString(), ".");
        assertThat(Files.size(archive)).isLessThan(LITTLE);
        TreeUnpacker.unpack(new ByteArrayInputStream(Files.readAllBytes(archive)), target, UnpackRules.TREE);
        assertSame();
    }

    @Test
    void content_readAsAStream_hasZerosForHoles() throws IOException {
        Path archive = temporary.resolve("archive.tar");
        program("tar", "--sparse", "--format=posix", "-C", source.toString(), "-cf", archive.toString(), "middle");
        TarReader reader = new TarReader(new ByteArrayInputStream(Files.readAllBytes(archive)));
        assertThat(reader.next()).get().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("middle");
            assertThat(entry.size()).isEqualTo(SIZE);
        });
        assertThat(reader.content().readAllBytes()).isEqualTo(Files.readAllBytes(source.resolve("middle")));
        assertThat(reader.next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"10;1,2,0,2", "10;0,20", "10;-1,2", "10;0,5,4,1", "10;x,1", "10;0", "-5;0,0", "10;0,3", "10;0,9"})
    void unpack_mapThatCannotBe_isRefused(String size, String map) throws IOException {
        PaxRecords pax = new PaxRecords();
        pax.put("GNU.sparse.size", size.getBytes(StandardCharsets.US_ASCII));
        pax.put("GNU.sparse.map", map.getBytes(StandardCharsets.US_ASCII));
        byte[] archive = withHeader(pax, "4byt");
        assertThatThrownBy(() -> TreeUnpacker.unpack(new ByteArrayInputStream(archive), target, UnpackRules.TREE))
                .isInstanceOf(TarFormatException.class);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void unpack_mapOfBillionsOfStretches_isRefusedUnread() throws IOException {
        PaxRecords pax = new PaxRecords();
        pax.put("GNU.sparse.major", new byte[] {'1'});
        pax.put("GNU.sparse.minor", new byte[] {'0'});
        pax.put("GNU.sparse.realsize", "10".getBytes(StandardCharsets.US_ASCII));
        byte[] archive = withHeader(pax, "9999999999\n" + "0\n0\n".repeat(200));
        assertThatThrownBy(() -> TreeUnpacker.unpack(new ByteArrayInputStream(archive), target, UnpackRules.TREE))
                .isInstanceOf(TarFormatException.class)
                .hasMessageContaining("limit");
    }

    /** A file larger than the file system takes. */
    @Test
    void unpack_sizeOfExabytes_failsAndTakesNoPlace() throws IOException {
        PaxRecords pax = new PaxRecords();
        pax.put("GNU.sparse.size", "9000000000000000000".getBytes(StandardCharsets.US_ASCII));
        pax.put("GNU.sparse.map", "0,4".getBytes(StandardCharsets.US_ASCII));
        byte[] archive = withHeader(pax, "4byt");
        UnpackRules limited = UnpackRules.TREE.limitedTo(1 << 30, Long.MAX_VALUE);
        assertThatThrownBy(() -> TreeUnpacker.unpack(new ByteArrayInputStream(archive), target, limited))
                .isInstanceOf(TarFormatException.class)
                .hasMessageContaining("larger than the limit");
    }

    private static byte[] withHeader(PaxRecords pax, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = pax.encoded();
        TarHeader header = TarHeader.empty('x');
        header.text(TarHeader.NAME, new byte[] {'p'});
        header.number(TarHeader.SIZE, encoded.length);
        bytes.writeBytes(header.sealed());
        bytes.writeBytes(encoded);
        bytes.writeBytes(new byte[-encoded.length & TarHeader.BLOCK - 1]);
        try (TarWriter writer = new TarWriter(bytes)) {
            byte[] data = content.getBytes(StandardCharsets.US_ASCII);
            TarEntry entry = TarEntry.file("f", TarMetadata.of(0600, Instant.EPOCH), data.length);
            writer.add(entry, new ByteArrayInputStream(data));
        }
        return bytes.toByteArray();
    }
}
