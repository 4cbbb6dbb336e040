package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.tree.Directory;
import dev.berth.linux.tree.TreeDelete;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteTextTest {
    @Test
    void anyBytes_comeBack() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(ByteText.encode(ByteText.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void validText_isItself() {
        for (String text : List.of("", "plain", "\u00e4\u20ac", "\ud83d\ude00x", "a\ud83d\udc80b")) {
            assertThat(ByteText.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
            assertThat(ByteText.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void child_nameNotUtf8_isMadeAndListedWithItsBytes(@TempDir Path directory) throws IOException {
        String name = ByteText.decode(new byte[] {'a', (byte) 0xe9, (byte) 0xff});
        Path file = ByteText.child(directory, name);
        Files.writeString(file, "x");
        assertThat(ByteText.bytes(file)).endsWith('a', 0xe9, 0xff);
        try (Directory open = Directory.open(directory)) {
            assertThat(open.names()).containsExactly(name);
            assertThat(open.status(name).size()).isEqualTo(1);
        }
        TreeDelete.delete(file);
        assertThat(directory).isEmptyDirectory();
    }
}
