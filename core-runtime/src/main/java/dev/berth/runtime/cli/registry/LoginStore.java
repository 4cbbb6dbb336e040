package dev.berth.runtime.cli.registry;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Docker's command keeps logins: {@code $DOCKER_CONFIG/config.json}, else {@code ~/.docker/config.json}, or the
 * helper that this names for a registry. Everything else in the file stays as it is.
 */
public final class LoginStore {
    /** Docker Hub's key. */
    static final String HUB = "https://index.docker.io/v1/";

    private final Path file;
    private final Map<String, String> environment;
    private final JsonValue config;

    private LoginStore(Path file, Map<String, String> environment, JsonValue config) {
        this.file = file;
        this.environment = environment;
        this.config = config;
    }

    /** Reads the file, if there is one. */
    static LoginStore read(Map<String, String> environment) throws IOException {
        String directory = environment.getOrDefault("DOCKER_CONFIG", "");
        Path file = directory.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "/"), ".docker", "config.json")
                : Path.of(directory, "config.json");
        if (!Files.exists(file)) {
            return new LoginStore(file, environment, JsonValue.of(null));
        }
        try {
            return new LoginStore(file, environment, JsonText.read(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new CliException(1, "Error loading config file: " + file + ": " + unreadable.getMessage());
        }
    }

    /** {@code X-Registry-Auth} for the registry that an image's name means. */
    public static String header(String image, Map<String, String> environment) throws IOException {
        String server = serverOf(image);
        Login login = read(environment).find(server).orElse(Login.NONE);
        String json = login.equals(Login.NONE) ? "{}" : JsonText.compact(login.json(server));
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code X-Registry-Config}: all logins, for a build, which may begin with images of any registry. */
    public static String headerOfAll(Map<String, String> environment) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        read(environment).all().forEach((server, login) -> json.put(server, login.json(server)));
        return Base64.getUrlEncoder().encodeToString(JsonText.compact(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The key of the registry that an image's name means. */
    static String serverOf(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return registry ? key(first) : HUB;
    }

    /** The key of a registry as users write it. */
    static String key(String server) {
        String host = host(server);
        boolean hub = host.isEmpty() || host.equals("docker.io") || host.equals("index.docker.io");
        return hub ? HUB : host;
    }

    private static String host(String server) {
        return server.replaceFirst("^https?://", "").replaceAll("/.*$", "");
    }

    /** The file, to be named to the user. */
    Path file() {
        return file;
    }

    /** Whether passwords lie in the file itself. */
    boolean isPlain(String server) {
        return helper(server).isEmpty();
    }

    private Optional<CredentialHelper> helper(String server) {
        String own = config.at("credHelpers", host(server)).text();
        String chosen = own.isEmpty() ? config.at("credHelpers", server).text() : own;
        String name = chosen.isEmpty() ? config.at("credsStore").text() : chosen;
        return name.isEmpty() ? Optional.empty() : Optional.of(new CredentialHelper(name, environment));
    }

    /** The login for this key. */
    Optional<Login> find(String server) throws IOException {
        Optional<CredentialHelper> helper = helper(server);
        if (helper.isPresent()) {
            return helper.get().get(server);
        }
        for (Map.Entry<String, JsonValue> entry : config.at("auths").fields().entrySet()) {
            if (key(entry.getKey()).equals(server)) {
                return login(entry.getValue());
            }
        }
        return Optional.empty();
    }

    /** Every login by its key, but for those of helpers that fail: not every build needs them. */
    private Map<String, Login> all() throws IOException {
        Map<String, Login> logins = new LinkedHashMap<>();
        String store = config.at("credsStore").text();
        if (store.isEmpty()) {
            config.at("auths")
                    .fields()
                    .forEach((server, entry) -> login(entry).ifPresent(login -> logins.put(server, login)));
        } else {
            CredentialHelper helper = new CredentialHelper(store, environment);
            for (String server : orNothing(helper::list, List.<String>of())) {
                orNothing(() -> helper.get(server), Optional.<Login>empty())
                        .ifPresent(login -> logins.put(server, login));
            }
        }
        for (Map.Entry<String, JsonValue> own :
                config.at("credHelpers").fields().entrySet()) {
            CredentialHelper helper = new CredentialHelper(own.getValue().text(), environment);
            orNothing(() -> helper.get(own.getKey()), Optional.<Login>empty())
                    .ifPresent(login -> logins.put(own.getKey(), login));
        }
        return logins;
    }

    /** Asks a helper. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> T orNothing(Question<T> question, T nothing) throws IOException {
        try {
            return question.ask();
        } catch (CliException failed) {
            return nothing;
        }
    }

    private static Optional<Login> login(JsonValue entry) {
        String token = entry.at("identitytoken").text();
        if (!token.isEmpty()) {
            return Optional.of(new Login(Login.TOKEN, token));
        }
        String pair = entry.at("auth").text();
        if (pair.isEmpty()) {
            String name = entry.at("username").text();
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Login(name, entry.at("password").text()));
        }
        String plain = new String(Base64.getMimeDecoder().decode(pair), StandardCharsets.UTF_8);
        int colon = plain.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Login(
                        plain.substring(0, colon), plain.substring(colon + 1).replaceAll("\0+$", "")));
    }

    /** Keeps the login. */
    void store(String server, Login login) throws IOException {
        Map<String, Object> entry = new LinkedHashMap<>();
        Optional<CredentialHelper> helper = helper(server);
        if (helper.isPresent()) {
            helper.get().store(server, login);
        } else {
            String pair = login.username() + ":" + login.password();
            entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        Map<String, Object> auths = new LinkedHashMap<>(config.at("auths").map());
        auths.put(server, entry);
        write(auths);
    }

    /** Forgets the login. @return false if there was none */
    boolean erase(String server) throws IOException {
        Optional<CredentialHelper> helper = helper(server);
        if (helper.isPresent()) {
            helper.get().erase(server);
        }
        Map<String, Object> auths = new LinkedHashMap<>(config.at("auths").map());
        boolean known = auths.keySet().removeIf(name -> key(name).equals(server));
        if (known) {
            write(auths);
        }
        return known || helper.isPresent();
    }

    /** In one step: a reader sees the file as it was or as it will be. */
    private void write(Map<String, Object> auths) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>(config.map());
        json.put("auths", auths);
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(
                directory,
                "config.json",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(temporary, JsonText.indented(json));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
