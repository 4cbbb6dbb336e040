package dev.berth.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarMetadata;
import dev.berth.runtime.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
    @TempDir
    Path temporary;

    private static byte[] archive(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes)) {
            TarMetadata metadata = TarMetadata.of(0644, Instant.EPOCH);
            tar.add(TarEntry.file(name, metadata, content.length), new ByteArrayInputStream(content));
        }
        return bytes.toByteArray();
    }

    @Test
    void contents_manifestThatIsNoText_isRefusedUnread() throws IOException {
        byte[] huge = archive("manifest.json", new byte[(8 << 20) + 1]);
        try (ImageArchive archive = ImageArchive.read(new ByteArrayInputStream(huge), temporary)) {
            assertThatThrownBy(archive::contents)
                    .isInstanceOf(EngineException.InvalidParameter.class)
                    .hasMessageContaining("more than 8388608 bytes");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** A header of 512 bytes promises 2^50 of them. */
    @Test
    void read_memberLargerThanTheDisk_isRefusedUnread() throws IOException {
        byte[] header = Arrays.copyOf(archive("layer.tar", new byte[0]), 512);
        Arrays.fill(header, 124, 136, (byte) 0);
        header[124] = (byte) 0x80;
        header[129] = 4;
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        byte[] digits = (Integer.toOctalString(0x40000 | sum).substring(1) + "\0 ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, header, 148, digits.length);

        assertThatThrownBy(() -> ImageArchive.read(new ByteArrayInputStream(header), temporary))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessageContaining("the archive is larger than the limit of");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void read_nameThatLeadsOut_isNoPathHere() throws IOException {
        ImageArchive.read(new ByteArrayInputStream(archive("../../layer.tar", new byte[1])), temporary)
                .close();
        assertThat(temporary).isEmptyDirectory();
        assertThat(temporary.resolveSibling("layer.tar")).doesNotExist();
    }
}
