package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.ByteText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarRoundTripTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 123_456_789);

    @Test
    void xattr_anyBytes_comesBackUnchanged() throws IOException {
        byte[] capability = HexFormat.of().parseHex("0100000200200000ff00000000000000deadbeef");
        byte[] newline = {0x0a, 0x0a, 0, (byte) 0xff, '='};
        TarMetadata metadata = TarMetadata.of(0755, TIME)
                .withXattrs(Map.of("security.capability", capability, "user.nl", newline, "user.empty", new byte[0]));
        TarEntry read = roundTrip(TarEntry.file("bin/ping", metadata, 0));
        assertThat(read.metadata().xattrs()).hasSize(3);
        assertThat(read.metadata().xattrs().get("security.capability")).isEqualTo(capability);
        assertThat(read.metadata().xattrs().get("user.nl")).isEqualTo(newline);
        assertThat(read.metadata().xattrs().get("user.empty")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 154, 155, 156, 254, 255, 256, 257, 4000})
    void name_aroundEachLimit_comesBack(int length) throws IOException {
        String flat = "n".repeat(length);
        String deep = "d/".repeat(length / 2) + "f";
        assertThat(roundTrip(TarEntry.file(flat, TarMetadata.of(0644, TIME), 0)).name())
                .isEqualTo(flat);
        assertThat(roundTrip(TarEntry.directory(deep, TarMetadata.of(0755, TIME)))
                        .name())
                .isEqualTo(deep);
        TarEntry link = TarEntry.link("l", TarType.SYMLINK, TarMetadata.of(0777, TIME), flat);
        assertThat(roundTrip(link).linkName()).isEqualTo(flat);
    }

    @Test
    void name_notUtf8_keepsItsBytes() throws IOException {
        byte[] latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        TarEntry read = roundTrip(TarEntry.file(ByteText.decode(latin1), TarMetadata.of(0644, TIME), 0));
        assertThat(ByteText.encode(read.name())).isEqualTo(latin1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2097151, 2097152, 4294967294L})
    void ids_aroundTheOctalLimit_comeBack(long id) throws IOException {
        TarMetadata metadata = new TarMetadata(06755, id, id, TIME, new TreeMap<>());
        TarMetadata read = roundTrip(TarEntry.file("f", metadata, 0)).metadata();
        assertThat(List.of(read.uid(), read.gid(), (long) read.mode())).isEqualTo(List.of(id, id, 06755L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.5Z",
                "1969-12-31T23:59:58.000000001Z",
                "2026-11-28T20:33:00.000000001Z",
                "2500-01-01T00:00:00.1Z"
            })
    void mtime_anyNanosecond_comesBack(String time) throws IOException {
        Instant instant = Instant.parse(time);
        assertThat(roundTrip(TarEntry.file("f", TarMetadata.of(0644, instant), 0))
                        .metadata()
                        .mtime())
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 70_000})
    void content_aroundBlocks_comesBackAndNextMemberFollows(int size) throws IOException {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            writer.add(TarEntry.file("a", TarMetadata.of(0644, TIME), size), new ByteArrayInputStream(content));
            writer.add(TarEntry.directory("b", TarMetadata.of(0755, TIME)));
        }
        TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));
        assertThat(reader.next()).isPresent();
        assertThat(reader.content().readAllBytes()).isEqualTo(content);
        assertThat(reader.next()).get().extracting(TarEntry::name).isEqualTo("b");
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void content_shorterThanItsSize_isFilledWithZeros() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            writer.add(TarEntry.file("a", TarMetadata.of(0644, TIME), 5), new ByteArrayInputStream(new byte[] {1, 2}));
        }
        TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));
        assertThat(reader.next()).isPresent();
        assertThat(reader.content().readAllBytes()).containsExactly(1, 2, 0, 0, 0);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void device_comesBack() throws IOException {
        TarEntry device = new TarEntry(
                "dev/sda1", TarType.BLOCK_DEVICE, TarMetadata.of(0660, TIME), 0, "", new TarEntry.Device(8, 1));
        assertThat(roundTrip(device).device()).isEqualTo(new TarEntry.Device(8, 1));
    }

    @Test
    void writer_isReadByCommonsCompress() throws IOException {
        TarMetadata metadata = new TarMetadata(0640, 3_000_000, 7, TIME, new TreeMap<>());
        byte[] archive = archive(TarEntry.file("d".repeat(120) + "/\u00e4", metadata, 0));
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
            TarArchiveEntry entry = in.getNextEntry();
            assertThat(entry.getName()).isEqualTo("d".repeat(120) + "/\u00e4");
            assertThat(entry.getLongUserId()).isEqualTo(3_000_000);
            assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(TIME);
        }
    }

    @Test
    void reader_readsGnuLongNamesAndBinaryNumbers() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            TarArchiveEntry entry = new TarArchiveEntry("l".repeat(300), TarConstants.LF_SYMLINK);
            entry.setLinkName("t".repeat(300));
            entry.setUserId(4_000_000_000L);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        TarEntry read = only(out.toByteArray());
        assertThat(read.name()).isEqualTo("l".repeat(300));
        assertThat(read.linkName()).isEqualTo("t".repeat(300));
        assertThat(read.metadata().uid()).isEqualTo(4_000_000_000L);
    }

    @Test
    void reader_withoutTheLastPadding_endsThere() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] content = "five!".getBytes(StandardCharsets.UTF_8);
        try (TarWriter writer = new TarWriter(bytes)) {
            writer.add(
                    TarEntry.file("file", TarMetadata.of(0644, Instant.EPOCH), content.length),
                    new ByteArrayInputStream(content));
        }
        TarReader reader =
                new TarReader(new ByteArrayInputStream(Arrays.copyOf(bytes.toByteArray(), 512 + content.length)));

        assertThat(reader.next()).isPresent();
        assertThat(reader.content().readAllBytes()).isEqualTo(content);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void reader_cutAnywhere_failsOrEndsButNeverInventsContent() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            writer.add(
                    TarEntry.file("a\u00e9", TarMetadata.of(0644, TIME), 700), new ByteArrayInputStream(new byte[700]));
        }
        byte[] whole = out.toByteArray();
        int end = whole.length - 1024;
        int endOfContent = end - (1024 - 700);
        for (int cut = 1; cut < endOfContent; cut += 97) {
            byte[] part = Arrays.copyOf(whole, cut);
            assertThatThrownBy(() -> only(part)).isInstanceOf(TarFormatException.class);
        }
        assertThat(only(Arrays.copyOf(whole, end)).name()).isEqualTo("a\u00e9");
    }

    @Test
    void reader_noTar_saysSo() {
        byte[] text = "this is no archive".repeat(100).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> only(text))
                .isInstanceOf(TarFormatException.class)
                .hasMessageContaining("no tar archive");
    }

    @Test
    void reader_hugeExtendedHeader_isRefusedUnread() throws IOException {
        TarHeader header = TarHeader.empty('x');
        header.number(TarHeader.SIZE, 8_000_000_000L);
        byte[] bomb = header.sealed();
        assertThatThrownBy(() -> only(bomb)).hasMessageContaining("the limit is");
    }

    @Test
    void paxRecords_malformed_areRefused() {
        for (String bad : new String[] {"5 a=b", "x a=b\n", "99 a=b\n", "3 a", "6 ab\n12"}) {
            assertThatThrownBy(() -> PaxRecords.parse(bad.getBytes(StandardCharsets.US_ASCII)))
                    .as(bad)
                    .isInstanceOf(TarFormatException.class);
        }
    }

    private static TarEntry roundTrip(TarEntry entry) throws IOException {
        TarEntry read = only(archive(entry));
        assertThat(read.type()).isEqualTo(entry.type());
        return read;
    }

    private static byte[] archive(TarEntry entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            writer.add(entry);
        }
        return out.toByteArray();
    }

    private static TarEntry only(byte[] archive) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        List<TarEntry> entries = new ArrayList<>();
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            entries.add(entry.get());
        }
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }
}
