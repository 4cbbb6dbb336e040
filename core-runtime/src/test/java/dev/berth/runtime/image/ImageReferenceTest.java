package dev.berth.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, busybox:latest",
        "busybox:1.35, docker.io/library/busybox:1.35, busybox:1.35",
        "docker.io/busybox, docker.io/library/busybox:latest, busybox:latest",
        "index.docker.io/library/busybox, docker.io/library/busybox:latest, busybox:latest",
        "me/app:v1_2.3-x, docker.io/me/app:v1_2.3-x, me/app:v1_2.3-x",
        "localhost/app, localhost/app:latest, localhost/app:latest",
        "localhost:5000/app:1, localhost:5000/app:1, localhost:5000/app:1",
        "example.com/a/b__c/d-e.f, example.com/a/b__c/d-e.f:latest, example.com/a/b__c/d-e.f:latest",
        "[2001:db8::1]:5000/app, [2001:db8::1]:5000/app:latest, [2001:db8::1]:5000/app:latest",
        "a@sha256:" + HEX + ", docker.io/library/a@sha256:" + HEX + ", a@sha256:" + HEX,
        "UPPER/app, UPPER/app:latest, UPPER/app:latest",
    })
    void parse_valid_isNormalised(String text, String full, String familiar) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(full);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    }

    @ParameterizedTest
    @CsvSource({
        "Busybox, invalid reference format: repository name (library/Busybox) must be lowercase",
        "me/App, invalid reference format: repository name (me/App) must be lowercase",
        "'', invalid reference format",
        "a b, invalid reference format",
        "a:, invalid reference format",
        "-a, invalid reference format",
        "a//b, invalid reference format",
        "a..b, invalid reference format",
        "a:tag:tag, invalid reference format",
        "a@sha256:abc, invalid reference format",
        "a:-x, invalid reference format",
    })
    void parse_invalid_isRefusedWithDockersText(String text, String message) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage(message);
    }

    @Test
    void parse_aFullId_isNoName() {
        assertThatThrownBy(() -> ImageReference.parse(HEX))
                .hasMessage("invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings");
    }

    @Test
    void parse_longestNameAndTag_areTakenAndNoLonger() {
        String longest = "library/" + "a".repeat(247);
        assertThat(ImageReference.parse("a".repeat(247)).path()).isEqualTo(longest);
        assertThatThrownBy(() -> ImageReference.parse("a".repeat(248)))
                .hasMessage("repository name must not be more than 255 characters");
        assertThat(ImageReference.parse("a:" + "t".repeat(128)).tag()).contains("t".repeat(128));
        assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(129))).hasMessage("invalid reference format");
    }

    @Test
    void parse_repositoryAndTagApart_theTagWins() {
        assertThat(ImageReference.parse("busybox", "1.35").familiar()).isEqualTo("busybox:1.35");
        assertThat(ImageReference.parse("busybox:1", "").familiar()).isEqualTo("busybox:1");
        assertThatThrownBy(() -> ImageReference.parse("busybox", "no tag")).hasMessage("invalid tag format");
    }
}
