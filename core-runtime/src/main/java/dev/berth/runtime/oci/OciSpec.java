package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import java.util.List;

/**
 * Docker's way to run a container, in the OCI runtime's words. Reads the container's passwd and group files and the
 * devices it names, and changes nothing.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md">OCI runtime spec</a>
 */
public final class OciSpec {
    private final HostFacts host;

    public OciSpec(HostFacts host) {
        this.host = host;
    }

    /**
     * Looks a request over at create.
     *
     * @return warnings for the user
     * @throws dev.berth.plugin.EngineException.InvalidParameter Docker's message on what cannot be
     */
    public List<String> check(ContainerConfig config, HostConfig hostConfig) {
        throw new IllegalStateException("check: not there yet " + host);
    }

    /**
     * The whole {@code config.json}.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter no command, an unknown user, a device that is none ...
     */
    public ObjectNode config(OciRequest request) {
        throw new IllegalStateException("config: not there yet");
    }

    /** The {@code process} object of one more process in a container. */
    public ObjectNode process(ExecProcess request) {
        throw new IllegalStateException("process: not there yet");
    }

    /** The {@code linux.resources} object alone, for the OCI runtime's {@code update}. */
    public ObjectNode resources(HostConfig hostConfig) {
        throw new IllegalStateException("resources: not there yet");
    }

    /** The command line of a container: entry point and command. */
    public static List<String> argv(ContainerConfig config) {
        throw new IllegalStateException("argv: not there yet");
    }
}
