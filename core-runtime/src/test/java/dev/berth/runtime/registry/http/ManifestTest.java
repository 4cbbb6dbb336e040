package dev.berth.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String LIST = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
             {"digest":"sha256:%1$s1","size":1,"platform":{"os":"linux","architecture":"amd64"}},
             {"digest":"sha256:%1$s2","size":1,"platform":{"os":"linux","architecture":"arm","variant":"v6"}},
             {"digest":"sha256:%1$s3","size":1,"platform":{"os":"linux","architecture":"arm","variant":"v7"}},
             {"digest":"sha256:%1$s4","size":1,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
             {"digest":"sha256:%1$s5","size":1,"platform":{"os":"windows","architecture":"amd64"}},
             {"digest":"sha256:%1$s6","size":1,"platform":{"os":"unknown","architecture":"unknown"},
              "annotations":{"vnd.docker.reference.digest":"sha256:x"}}]}
            """.formatted("0".repeat(63));

    private static Manifest parse(String text) throws IOException {
        return Manifest.parse("", text.getBytes(StandardCharsets.UTF_8), "x");
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, 1",
        "amd64, 1",
        "linux/x86_64, 1",
        "linux/arm/v7, 3",
        "linux/arm, 3",
        "linux/arm/v6, 2",
        "linux/arm/v8, 3",
        "linux/arm64, 4",
        "linux/aarch64, 4",
        "windows/amd64, 5",
    })
    void choose_platform_takesTheBestFit(String platform, String last) throws IOException {
        assertThat(parse(LIST).choose(Platform.parse(platform)).digest()).endsWith("0" + last);
    }

    @Test
    void choose_nothingFits_isRefusedInDockersWords() {
        assertThatThrownBy(() -> parse(LIST).choose(Platform.parse("linux/s390x")))
                .hasMessage("no matching manifest for linux/s390x in the manifest list entries");
    }

    @Test
    void entries_attestations_areLeftOut() throws IOException {
        assertThat(parse(LIST).entries()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux/am d64", "a/b/c/d", "linux//v7", "linux/"})
    void platform_malformed_isRefused(String text) {
        assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(EngineException.InvalidParameter.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"schemaVersion\":2,\"mediaType\":\"text/html\"}",
                "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}"
            })
    void parse_noManifest_isRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(RegistryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha512:" + "0", "sha256:../../etc/passwd", "sha256:00"})
    void descriptor_digestOfAnotherForm_isRefused(String digest) {
        assertThatThrownBy(() -> parse("{\"schemaVersion\":2,\"config\":{\"size\":1,\"digest\":\"" + digest + "\"}}")
                        .config())
                .isInstanceOf(RegistryException.class);
    }
}
