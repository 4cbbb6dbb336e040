package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only root may restore: owners, devices, file capabilities, overlayfs's whiteouts. */
class LayerTarIT {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    Path target;

    @Test
    void layer_whiteouts_becomeOverlaysAndComeBack() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            writer.add(TarEntry.directory("opaque", TarMetadata.of(0755, TIME)));
            writer.add(TarEntry.file("opaque/.wh..wh..opq", TarMetadata.of(0600, TIME), 0));
            writer.add(TarEntry.file(".wh.gone", TarMetadata.of(0600, TIME), 0));
        }
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, UnpackRules.LAYER);
        FileStatus gone = FileCalls.status(target.resolve("gone"));
        assertThat(gone.type()).isEqualTo(FileCalls.S_IFCHR);
        assertThat(gone.special()).isZero();
        assertThat(Xattrs.get(target.resolve("opaque"), "trusted.overlay.opaque"))
                .hasValueSatisfying(value -> assertThat(value).containsExactly('y'));

        ByteArrayOutputStream again = new ByteArrayOutputStream();
        TreeTar.write(target, again, TreeTar.Options.LAYER);
        TarReader reader = new TarReader(new ByteArrayInputStream(again.toByteArray()));
        assertThat(reader.next()).get().extracting(TarEntry::name).isEqualTo(".wh.gone");
        assertThat(reader.next()).get().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("opaque");
            assertThat(entry.metadata().xattrs()).isEmpty();
        });
        assertThat(reader.next()).get().extracting(TarEntry::name).isEqualTo("opaque/.wh..wh..opq");
    }

    @Test
    void ownerDeviceAndCapability_areRestoredByteForByte() throws IOException {
        byte[] capability = HexFormat.of().parseHex("0100000200200000000000000000000000000000");
        TarMetadata metadata = new TarMetadata(04755, 3_000_000, 42, TIME, new TreeMap<>())
                .withXattrs(Map.of("security.capability", capability));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            writer.add(TarEntry.file("ping", metadata, 0));
            writer.add(new TarEntry(
                    "null", TarType.CHAR_DEVICE, TarMetadata.of(0666, TIME), 0, "", new TarEntry.Device(1, 3)));
        }
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, UnpackRules.TREE);
        FileStatus ping = FileCalls.status(target.resolve("ping"));
        assertThat(ping.owner()).isEqualTo(3_000_000);
        assertThat(ping.group()).isEqualTo(42);
        assertThat(ping.permissions()).isEqualTo(04755);
        assertThat(Xattrs.get(target.resolve("ping"), "security.capability"))
                .hasValueSatisfying(value -> assertThat(value).isEqualTo(capability));
        FileStatus device = FileCalls.status(target.resolve("null"));
        assertThat(device.mode()).isEqualTo(FileCalls.S_IFCHR | 0666);
        assertThat(FileStatus.major(device.special())).isEqualTo(1);
        assertThat(FileStatus.minor(device.special())).isEqualTo(3);
    }

    /** With them a layer would say where the content of a file of another layer is. */
    @Test
    void layer_attributesOfOverlayfs_areNotTaken() throws IOException {
        TarMetadata metadata = TarMetadata.of(0755, TIME)
                .withXattrs(Map.of(
                        "trusted.overlay.redirect", "/etc".getBytes(StandardCharsets.UTF_8),
                        "trusted.overlay.metacopy", new byte[0],
                        "user.own", new byte[] {1}));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            writer.add(TarEntry.directory("d", metadata));
            writer.add(TarEntry.file("d/f", metadata, 0));
        }
        TreeUnpacker.unpack(new ByteArrayInputStream(bytes.toByteArray()), target, UnpackRules.LAYER);
        for (String name : List.of("d", "d/f")) {
            assertThat(Xattrs.list(target.resolve(name))).containsExactly("user.own");
        }
    }
}
