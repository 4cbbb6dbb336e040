package dev.berth.runtime.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a container is made of that does not depend on the host: Docker's {@code Config}, also the {@code config} of an
 * image. Absent values are empty; {@code cmd}, {@code entrypoint} and {@code healthcheck} tell absent from empty.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Engine API, ContainerConfig</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContainerConfig(
        @JsonProperty("Hostname") String hostname,
        @JsonProperty("Domainname") String domainname,
        @JsonProperty("User") String user,
        @JsonProperty("AttachStdin") boolean attachStdin,
        @JsonProperty("AttachStdout") boolean attachStdout,
        @JsonProperty("AttachStderr") boolean attachStderr,
        @JsonProperty("ExposedPorts") Map<String, Map<String, Object>> exposedPorts,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("OpenStdin") boolean openStdin,
        @JsonProperty("StdinOnce") boolean stdinOnce,
        @JsonProperty("Env") List<String> env,
        @JsonProperty("Cmd") @Nullable List<String> cmd,
        @JsonProperty("Healthcheck") @Nullable Map<String, Object> healthcheck,
        @JsonProperty("Image") String image,
        @JsonProperty("Volumes") Map<String, Map<String, Object>> volumes,
        @JsonProperty("WorkingDir") String workingDir,
        @JsonProperty("Entrypoint") @Nullable List<String> entrypoint,
        @JsonProperty("NetworkDisabled") boolean networkDisabled,
        @JsonProperty("MacAddress") String macAddress,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("StopSignal") String stopSignal,
        @JsonProperty("StopTimeout") @Nullable Integer stopTimeout) {
    public ContainerConfig {
        hostname = orEmpty(hostname);
        domainname = orEmpty(domainname);
        user = orEmpty(user);
        exposedPorts = exposedPorts == null ? Map.of() : new TreeMap<>(exposedPorts);
        env = env == null ? List.of() : List.copyOf(env);
        cmd = cmd == null ? null : List.copyOf(cmd);
        image = orEmpty(image);
        volumes = volumes == null ? Map.of() : new TreeMap<>(volumes);
        workingDir = orEmpty(workingDir);
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        macAddress = orEmpty(macAddress);
        labels = labels == null ? Map.of() : new TreeMap<>(labels);
        stopSignal = orEmpty(stopSignal);
    }

    /** The user's command, if one was given. */
    public Optional<List<String>> command() {
        return Optional.ofNullable(cmd);
    }

    /** The entry point, if one was given. */
    public Optional<List<String>> entry() {
        return Optional.ofNullable(entrypoint);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
