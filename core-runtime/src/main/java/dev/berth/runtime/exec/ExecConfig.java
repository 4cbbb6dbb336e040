package dev.berth.runtime.exec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The body of {@code POST /containers/ID/exec}.
 *
 * @param user as {@code docker exec -u}; empty for the container's
 * @param env {@code NAME=value}, added to the container's
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.43/#tag/Exec/operation/ContainerExec">exec</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExecConfig(
        @JsonProperty("AttachStdin") boolean attachStdin,
        @JsonProperty("AttachStdout") boolean attachStdout,
        @JsonProperty("AttachStderr") boolean attachStderr,
        @JsonProperty("DetachKeys") String detachKeys,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("Env") List<String> env,
        @JsonProperty("Cmd") List<String> cmd,
        @JsonProperty("Privileged") boolean privileged,
        @JsonProperty("User") String user,
        @JsonProperty("WorkingDir") String workingDir) {
    public ExecConfig {
        detachKeys = detachKeys == null ? "" : detachKeys;
        env = env == null ? List.of() : List.copyOf(env);
        cmd = cmd == null ? List.of() : List.copyOf(cmd);
        user = user == null ? "" : user;
        workingDir = workingDir == null ? "" : workingDir;
    }
}
