package dev.berth.runtime.cli.registry;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.sys.Pipe;
import dev.berth.linux.sys.Pipes;
import dev.berth.linux.sys.Spawn;
import dev.berth.linux.sys.SpawnRequest;
import dev.berth.linux.sys.SpawnedProcess;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that keeps credentials, {@code docker-credential-NAME}.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">its protocol</a>
 */
final class CredentialHelper {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST = 1 << 20;

    private final String program;
    private final Map<String, String> environment;

    CredentialHelper(String name, Map<String, String> environment) {
        this.program = "docker-credential-" + name;
        this.environment = environment;
    }

    Optional<Login> get(String server) throws IOException {
        String said = run("get", server, true);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        JsonValue json = JsonText.read(said);
        return Optional.of(
                new Login(json.at("Username").text(), json.at("Secret").text()));
    }

    /** The servers that it has credentials for. */
    List<String> list() throws IOException {
        String said = run("list", "", false);
        return said.isEmpty()
                ? List.of()
                : List.copyOf(JsonText.read(said).fields().keySet());
    }

    void store(String server, Login login) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ServerURL", server);
        json.put("Username", login.username());
        json.put("Secret", login.password());
        run("store", JsonText.compact(json), false);
    }

    void erase(String server) throws IOException {
        run("erase", server, true);
    }

    /** @return what it says; empty if it knows of no credentials and that may be */
    private String run(String action, String input, boolean mayLack) throws IOException {
        try (Pipe in = Pipes.create();
                Pipe out = Pipes.create()) {
            SpawnedProcess process = Spawn.start(new SpawnRequest(
                    List.of(program, action), environment, Optional.empty(), Map.of(0, in.read(), 1, out.write())));
            in.read().close();
            out.write().close();
            try (OutputStream to = FdStreams.output(in.write())) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
            in.write().close();
            String said;
            try (InputStream from = FdStreams.input(out.read())) {
                said = new String(from.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
            }
            boolean fine = process.waitFor(PATIENCE) == 0;
            if (!fine && !(mayLack && said.contains("credentials not found"))) {
                throw new CliException(1, "error " + action + " credentials - " + program + ": " + said);
            }
            return fine ? said : "";
        } catch (ErrnoException missing) {
            throw new CliException(1, "error " + action + " credentials - " + program + ": " + missing.getMessage());
        }
    }
}
