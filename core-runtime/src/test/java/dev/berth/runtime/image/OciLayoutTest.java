package dev.berth.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciLayoutTest {
    private static final String HOST = Platform.host().architecture();

    private final Map<String, String> members = new HashMap<>();

    private List<OciLayout.Entry> images() {
        return new OciLayout(name -> Optional.ofNullable(members.get(name)).map(Json::tree)).images();
    }

    private static String entry(String digest, String more) {
        return "{\"digest\":\"sha256:" + digest + "\"" + more + "}";
    }

    private static String platform(String architecture) {
        return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
    }

    private static String name(String key, String value) {
        return ",\"annotations\":{\"" + key + "\":\"" + value + "\"}";
    }

    private void index(String member, String... entries) {
        members.put(member, "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
    }

    private void image(String digest) {
        members.put(
                "blobs/sha256/" + digest,
                "{\"config\":" + entry("c" + digest, "") + ",\"layers\":[" + entry("l" + digest, "") + "]}");
    }

    @Test
    void images_everyEntry_isOne() {
        index("index.json", entry("1", name("io.containerd.image.name", "docker.io/library/a:1")), entry("2", ""));
        image("1");
        image("2");

        assertThat(images())
                .containsExactly(
                        new OciLayout.Entry(
                                List.of("docker.io/library/a:1"), "blobs/sha256/c1", List.of("blobs/sha256/l1")),
                        new OciLayout.Entry(List.of(), "blobs/sha256/c2", List.of("blobs/sha256/l2")));
    }

    @Test
    void images_ofAListOfPlatforms_isThisMachines() {
        index("index.json", entry("list", ""));
        index(
                "blobs/sha256/list",
                entry("other", platform("s390x")),
                entry("mine", platform(HOST)),
                entry("about", name("vnd.docker.reference.digest", "sha256:mine")));
        image("other");
        image("mine");
        image("about");

        assertThat(images()).extracting(OciLayout.Entry::config).containsExactly("blobs/sha256/cmine");
    }

    @Test
    void images_ofAListThatNamesMoreThanIsThere_areThoseThere() {
        index("index.json", entry("list", ""));
        index("blobs/sha256/list", entry("gone", platform(HOST)), entry("plain", ""));
        image("plain");

        assertThat(images()).extracting(OciLayout.Entry::config).containsExactly("blobs/sha256/cplain");
    }

    @Test
    void images_nothingForThisMachine_isRefused() {
        index("index.json", entry("list", ""));
        index("blobs/sha256/list", entry("other", platform("s390x")));
        image("other");

        assertThatThrownBy(this::images)
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("invalid archive: it has no image for linux/" + HOST + " in a list");
    }

    @Test
    void images_aListOfItself_isRefused() {
        index("index.json", entry("list", ""));
        index("blobs/sha256/list", entry("list", ""));

        assertThatThrownBy(this::images).hasMessageContaining("more than 4 deep");
    }

    @ParameterizedTest
    @CsvSource({
        "io.containerd.image.name, a/b:1, a/b:1",
        "org.opencontainers.image.ref.name, localhost:5000/a:1, localhost:5000/a:1",
        "org.opencontainers.image.ref.name, latest, ''",
        "org.opencontainers.image.ref.name, some: text, ''",
    })
    void images_names_areThoseOfTools(String key, String value, String name) {
        index("index.json", entry("1", name(key, value)));
        image("1");

        assertThat(images().get(0).names()).isEqualTo(name.isEmpty() ? List.of() : List.of(name));
    }
}
