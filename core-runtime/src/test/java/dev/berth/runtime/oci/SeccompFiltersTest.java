package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeccompFiltersTest {
    private final SeccompFilters filters = new SeccompFilters(TestFacts.host());

    @Test
    void of_sameWish_isMadeOnce() {
        SeccompFilters.Filter first = filters.of(Optional.empty(), List.of("CAP_CHOWN", "CAP_KILL"), true);

        assertThat(filters.of(Optional.empty(), List.of("CAP_KILL", "CAP_CHOWN"), true))
                .isSameAs(first);
        assertThat(first.program()).isPresent();
    }

    @Test
    void of_otherCapabilities_isAnother() {
        SeccompFilters.Filter plain = filters.of(Optional.empty(), List.of(), true);
        SeccompFilters.Filter admin = filters.of(Optional.empty(), List.of("CAP_SYS_ADMIN"), true);

        assertThat(admin.program()).isPresent().isNotEqualTo(plain.program());
    }

    @Test
    void of_notCompiled_hasNoProgram() {
        assertThat(filters.of(Optional.empty(), List.of(), false).program()).isEmpty();
    }

    @Test
    void any_plainAndCompressed_areRead(@TempDir Path directory) throws Exception {
        Path plain = Files.writeString(directory.resolve("config"), "# A is not set\nCONFIG_B=y\n");
        Path compressed = directory.resolve("config.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write("CONFIG_B=y\n".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(KernelConfig.any(plain, "CONFIG_B=y"::equals)).contains(true);
        assertThat(KernelConfig.any(plain, "CONFIG_A=y"::equals)).contains(false);
        assertThat(KernelConfig.any(compressed, "CONFIG_B=y"::equals)).contains(true);
        assertThat(KernelConfig.any(directory.resolve("none"), "CONFIG_B=y"::equals))
                .isEmpty();
        assertThat(KernelConfig.any(Files.createFile(directory.resolve("broken.gz")), "CONFIG_B=y"::equals))
                .isEmpty();
    }
}
