package dev.berth.runtime.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginStoreTest {
    private static final String AUTH =
            Base64.getEncoder().encodeToString("me:se:cret".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path home;

    private Map<String, String> environment() {
        return Map.of("DOCKER_CONFIG", home.toString());
    }

    private LoginStore store(String json) throws IOException {
        Files.writeString(home.resolve("config.json"), json);
        return LoginStore.read(environment());
    }

    private static String decoded(String header) {
        return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "busybox, https://index.docker.io/v1/",
        "team/app:1, https://index.docker.io/v1/",
        "docker.io/team/app, https://index.docker.io/v1/",
        "localhost/app, localhost",
        "quay.example.org/team/app, quay.example.org",
        "host:5000/app@sha256:00, host:5000",
    })
    void serverOf_aName_isTheKeyOfItsRegistry(String image, String server) {
        assertThat(LoginStore.serverOf(image)).isEqualTo(server);
    }

    @ParameterizedTest
    @CsvSource({
        "host:5000, host:5000",
        "https://host:5000/v2/, host:5000",
        "http://host/, host",
        "docker.io, https://index.docker.io/v1/",
        "'', https://index.docker.io/v1/",
    })
    void find_keyAsOthersWriteIt_isFound(String written, String server) throws IOException {
        LoginStore store = store("{\"auths\":{\"" + written + "\":{\"auth\":\"" + AUTH + "\"}}}");

        assertThat(store.find(server)).contains(new Login("me", "se:cret"));
        assertThat(store.find("other")).isEmpty();
    }

    @Test
    void find_identityToken_goesBefore() throws IOException {
        LoginStore store = store("{\"auths\":{\"h\":{\"auth\":\"" + AUTH
                + "\",\"identitytoken\":\"t\"},\"i\":{\"username\":\"a\",\"password\":\"b\"}}}");

        assertThat(store.find("h")).contains(new Login(Login.TOKEN, "t"));
        assertThat(store.find("i")).contains(new Login("a", "b"));
    }

    @Test
    void store_thenErase_leavesTheRestOfTheFile() throws IOException {
        store("{\"HttpHeaders\":{\"X\":\"y\"},\"auths\":{\"other\":{\"auth\":\"" + AUTH + "\"}}}")
                .store("host", new Login("you", "p"));

        Path file = home.resolve("config.json");
        assertThat(LoginStore.read(environment()).find("host")).contains(new Login("you", "p"));
        assertThat(LoginStore.read(environment()).find("other")).contains(new Login("me", "se:cret"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(LoginStore.read(environment()).erase("host")).isTrue();
        assertThat(LoginStore.read(environment()).erase("host")).isFalse();
        assertThat(file).content().contains("\"X\"").contains("\"other\"").doesNotContain("\"host\"");
        assertThat(home).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void header_ofAnImage_isItsRegistrysLoginAlone() throws IOException {
        store("{\"auths\":{\"host:1\":{\"auth\":\"" + AUTH + "\"}}}");

        assertThat(decoded(LoginStore.header("host:1/app", environment())))
                .isEqualTo("{\"username\":\"me\",\"password\":\"se:cret\",\"serveraddress\":\"host:1\"}");
        assertThat(decoded(LoginStore.header("app", environment()))).isEqualTo("{}");
    }

    @Test
    void headerOfAll_hasEveryLogin_andPassesOverAHelperThatIsNotThere() throws IOException {
        store("{\"credHelpers\":{\"gone\":\"not-there\"},\"auths\":{\"empty\":{},\"host\":{\"auth\":\"" + AUTH
                + "\"}}}");

        assertThat(decoded(LoginStore.headerOfAll(environment())))
                .isEqualTo("{\"host\":{\"username\":\"me\",\"password\":\"se:cret\",\"serveraddress\":\"host\"}}");
        Files.delete(home.resolve("config.json"));
        assertThat(decoded(LoginStore.headerOfAll(environment()))).isEqualTo("{}");
    }

    @Test
    void find_helperThatIsNotThere_isTold() throws IOException {
        LoginStore store = store("{\"credsStore\":\"not-there\"}");

        assertThatThrownBy(() -> store.find("host"))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith("error get credentials - docker-credential-not-there: ");
    }

    @Test
    void read_damagedFile_isNamed() {
        assertThatThrownBy(() -> store("{"))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith("Error loading config file: " + home.resolve("config.json"));
    }
}
