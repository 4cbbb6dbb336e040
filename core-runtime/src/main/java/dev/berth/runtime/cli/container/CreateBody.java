package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.FlagException;
import dev.berth.runtime.cli.Flags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The body of {@code POST /containers/create} that flags ask for. */
final class CreateBody {
    private static final String MAC_ADDRESS = "MacAddress";

    private final Flags flags;
    private final Map<String, String> environment;
    private final FlagMembers members;
    private final PortFlag ports;
    private final NetworkFlag networks;

    private CreateBody(Flags flags, Map<String, String> environment) {
        this.flags = flags;
        this.environment = environment;
        this.members = new FlagMembers(flags);
        this.networks = NetworkFlag.of(flags);
        try {
            this.ports = PortFlag.of(flags.list("publish"), flags.list("expose"));
        } catch (EngineException.InvalidParameter wrong) {
            throw new CliException(1, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Reads the flags.
     *
     * @param detached nothing will be attached
     * @throws FlagException if a value does not fit
     */
    static Map<String, Object> of(Flags flags, Map<String, String> environment, boolean detached) {
        CreateBody body = new CreateBody(flags, environment);
        Map<String, Object> json = body.config(detached);
        json.put("HostConfig", HostConfigBody.of(flags, body.ports, body.networks.mode()));
        json.put("NetworkingConfig", body.networks.config());
        return json;
    }

    /**
     * Leaves out what has another place since API 1.44: the container's MAC address is said of its endpoint as well, and
     * an engine that knows it there warns of the other.
     */
    static void takeOutOldPlaces(Map<String, Object> body, Flags flags) {
        if (NetworkFlag.of(flags).hasEndpoint()) {
            body.remove(MAC_ADDRESS);
        }
    }

    private Map<String, Object> config(boolean detached) {
        Map<String, Object> config = new LinkedHashMap<>();
        List<String> attach = attach(detached);
        List<String> words = flags.arguments();
        config.put("Hostname", flags.text("hostname"));
        config.put("Domainname", flags.text("domainname"));
        config.put("User", flags.text("user"));
        config.put("AttachStdin", attach.contains("stdin"));
        config.put("AttachStdout", attach.contains("stdout"));
        config.put("AttachStderr", attach.contains("stderr"));
        config.put("Tty", flags.on("tty"));
        config.put("OpenStdin", flags.on("interactive"));
        config.put("StdinOnce", flags.on("interactive") && attach.contains("stdin"));
        config.put("Env", EnvironmentFlag.read(flags.list("env-file"), flags.list("env"), environment));
        if (words.size() > 1) {
            config.put("Cmd", words.subList(1, words.size()));
        }
        config.put("Image", words.get(0));
        config.put("WorkingDir", flags.text("workdir"));
        if (flags.has("entrypoint")) {
            config.put("Entrypoint", List.of(flags.text("entrypoint")));
        }
        config.put("Labels", labels());
        config.put("ExposedPorts", ports.exposed());
        config.put("Volumes", anonymousVolumes());
        members.text(config, "mac-address", MAC_ADDRESS);
        members.text(config, "stop-signal", "StopSignal");
        if (flags.has("stop-timeout")) {
            config.put("StopTimeout", flags.number("stop-timeout"));
        }
        healthcheck(config);
        return config;
    }

    /** Streams that the client attaches to, lower case. */
    private List<String> attach(boolean detached) {
        List<String> named = new ArrayList<>();
        for (String stream : flags.list("attach")) {
            String name = stream.toLowerCase(Locale.ROOT);
            if (!List.of("stdin", "stdout", "stderr").contains(name)) {
                throw new FlagException("invalid argument \"" + stream
                        + "\" for \"-a, --attach\" flag: valid streams are STDIN, STDOUT and STDERR");
            }
            named.add(name);
        }
        if (!named.isEmpty() || detached) {
            return named;
        }
        return flags.on("interactive") ? List.of("stdin", "stdout", "stderr") : List.of("stdout", "stderr");
    }

    private Map<String, String> labels() {
        List<String> texts = new ArrayList<>();
        flags.list("label-file").forEach(file -> texts.addAll(EnvironmentFlag.lines(file)));
        texts.addAll(flags.list("label"));
        return Flags.pairs(texts);
    }

    private Map<String, Object> anonymousVolumes() {
        Map<String, Object> volumes = new LinkedHashMap<>();
        for (String volume : flags.list("volume")) {
            if (!volume.contains(":")) {
                volumes.put(volume, Map.of());
            }
        }
        return volumes;
    }

    private void healthcheck(Map<String, Object> config) {
        Map<String, Object> health = new LinkedHashMap<>();
        flags.optional("health-cmd").ifPresent(command -> health.put("Test", List.of("CMD-SHELL", command)));
        duration(health, "health-interval", "Interval");
        duration(health, "health-timeout", "Timeout");
        duration(health, "health-start-period", "StartPeriod");
        duration(health, "health-start-interval", "StartInterval");
        if (flags.has("health-retries")) {
            health.put("Retries", flags.number("health-retries"));
        }
        if (flags.on("no-healthcheck")) {
            if (!health.isEmpty()) {
                throw new CliException(125, "--no-healthcheck conflicts with --health-* options");
            }
            health.put("Test", List.of("NONE"));
        }
        if (!health.isEmpty()) {
            config.put("Healthcheck", health);
        }
    }

    private void duration(Map<String, Object> body, String flag, String key) {
        if (flags.has(flag)) {
            Function<String, Long> reader = GoDuration::nanos;
            body.put(key, flags.read(flag, reader));
        }
    }
}
