package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.ResolvedMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Docker's way to run a container, in the OCI runtime's words. Reads the container's passwd and group files and the
 * devices it names, and changes nothing.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md">OCI runtime spec</a>
 */
public final class OciSpec {
    private static final String INIT_IN_CONTAINER = "/sbin/docker-init";

    private final HostFacts host;
    private final SeccompFilters filters;

    public OciSpec(HostFacts host) {
        this.host = host;
        this.filters = new SeccompFilters(host);
    }

    /**
     * Looks a request over at create.
     *
     * @return warnings for the user
     * @throws dev.berth.plugin.EngineException.InvalidParameter Docker's message on what cannot be
     */
    public List<String> check(ContainerConfig config, HostConfig hostConfig) {
        argv(config);
        capabilities(hostConfig);
        Devices.check(hostConfig);
        SecurityOptions.parse(hostConfig.securityOpt())
                .seccomp()
                .filter(profile -> !profile.equals("unconfined"))
                .ifPresent(profile -> filters.of(Optional.of(profile), List.of(), false));
        Namespaces.check(hostConfig);
        return ResourceLimits.of(hostConfig, host).warnings();
    }

    /**
     * The whole {@code config.json}.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter no command, an unknown user, a device that is none ...
     */
    public ObjectNode config(OciRequest request) {
        Optional<Path> init = init(request.hostConfig());
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("ociVersion", "1.0.2");
        json.set("process", process(request, init.isPresent()));
        json.putObject("root")
                .put("path", request.rootfs().toString())
                .put("readonly", request.hostConfig().readonlyRootfs());
        Namespaces namespaces = new Namespaces(request, host);
        namespaces.hostname().ifPresent(name -> json.put("hostname", name));
        ContainerMounts mounts = new ContainerMounts(request);
        json.set("mounts", mounts.toJson(init.map(OciSpec::initMount).stream().toList()));
        ObjectNode annotations = json.putObject("annotations");
        request.hostConfig().annotations().forEach(annotations::put);
        json.set("linux", linux(request, namespaces, mounts));
        seccompOf(request).ifPresent(filter -> {
            json.withObject("/linux").set("seccomp", filter.json());
            filter.program().ifPresent(program -> annotations.put(SeccompProgram.ANNOTATION, program));
        });
        return json;
    }

    /** The {@code process} object of one more process in a container. */
    public ObjectNode process(ExecProcess request) {
        HostConfig hostConfig = request.hostConfig();
        String user = request.user().isEmpty() ? request.config().user() : request.user();
        String workingDir = request.workingDir().isEmpty() ? request.config().workingDir() : request.workingDir();
        ProcessSpec process = new ProcessSpec(
                request.args(),
                new Environment(request.hostname(), request.tty())
                        .with(request.linkEnvironment())
                        .with(request.config().env())
                        .with(request.env()),
                workingDir,
                request.tty(),
                ContainerUser.of(user, hostConfig.groupAdd(), Accounts.of(request.rootfs())),
                request.privileged() ? Capabilities.available(host) : capabilities(hostConfig));
        return process.toJson(hostConfig, host);
    }

    /** The {@code linux.resources} object alone, for the OCI runtime's {@code update}. */
    public ObjectNode resources(HostConfig hostConfig) {
        return new ResourcesJson(hostConfig, host).toJson();
    }

    /**
     * The command line of a container: entry point and command.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter {@code No command specified}
     */
    public static List<String> argv(ContainerConfig config) {
        List<String> argv = new ArrayList<>(config.entry().orElse(List.of()));
        argv.addAll(config.command().orElse(List.of()));
        if (argv.isEmpty() || argv.equals(List.of(""))) {
            throw new EngineException.InvalidParameter("No command specified");
        }
        return List.copyOf(argv);
    }

    private ObjectNode process(OciRequest request, boolean withInit) {
        ContainerConfig config = request.config();
        List<String> args = new ArrayList<>(withInit ? List.of(INIT_IN_CONTAINER, "--") : List.of());
        args.addAll(argv(config));
        ProcessSpec process = new ProcessSpec(
                args,
                new Environment(request.sandbox().hostname(), config.tty())
                        .with(request.sandbox().linkEnvironment())
                        .with(config.env()),
                config.workingDir(),
                config.tty(),
                ContainerUser.of(config.user(), request.hostConfig().groupAdd(), Accounts.of(request.rootfs())),
                capabilities(request.hostConfig()));
        return process.toJson(request.hostConfig(), host);
    }

    private ObjectNode linux(OciRequest request, Namespaces namespaces, ContainerMounts mounts) {
        HostConfig hostConfig = request.hostConfig();
        Devices devices = Devices.of(hostConfig);
        ObjectNode linux = Json.mapper().createObjectNode();
        linux.put("cgroupsPath", cgroupsPath(request));
        linux.set("namespaces", namespaces.toJson());
        linux.set("sysctl", namespaces.sysctls());
        linux.set("devices", devices.nodesJson());
        ObjectNode resources = resources(hostConfig);
        resources.set("devices", devices.rulesJson());
        linux.set("resources", resources);
        linux.set("maskedPaths", paths(hostConfig, hostConfig.maskedPaths(), HiddenPaths.MASKED));
        linux.set("readonlyPaths", paths(hostConfig, hostConfig.readonlyPaths(), HiddenPaths.READ_ONLY));
        if (!mounts.rootPropagation().isEmpty()) {
            linux.put("rootfsPropagation", mounts.rootPropagation());
        }
        return linux;
    }

    private Optional<SeccompFilters.Filter> seccompOf(OciRequest request) {
        HostConfig hostConfig = request.hostConfig();
        SecurityOptions options = SecurityOptions.parse(hostConfig.securityOpt());
        if (options.seccompUnconfined()
                || hostConfig.privileged() && options.seccomp().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(filters.of(options.seccomp(), capabilities(hostConfig), request.takesSeccompProgram()));
    }

    private List<String> capabilities(HostConfig hostConfig) {
        return Capabilities.of(host, hostConfig.privileged(), hostConfig.capAdd(), hostConfig.capDrop());
    }

    private static ArrayNode paths(HostConfig hostConfig, @Nullable List<String> given, List<String> usual) {
        if (hostConfig.privileged()) {
            return Json.mapper().createArrayNode();
        }
        return ProcessSpec.texts(given == null ? usual : given);
    }

    private static String cgroupsPath(OciRequest request) {
        String parent = request.hostConfig().cgroupParent();
        return Path.of("/", parent.isEmpty() ? "berth" : parent, request.containerId())
                .normalize()
                .toString();
    }

    /** Where the container shares another's processes, that one has an init already. */
    private Optional<Path> init(HostConfig hostConfig) {
        if (!Boolean.TRUE.equals(hostConfig.init()) || !Namespaces.isPrivate(hostConfig.pidMode())) {
            return Optional.empty();
        }
        return Optional.of(host.init()
                .orElseThrow(() -> new EngineException.InvalidParameter(
                        "--init: this host has none of docker-init, tini-static, catatonit")));
    }

    private static ResolvedMount initMount(Path init) {
        return new ResolvedMount("bind", init, INIT_IN_CONTAINER, List.of("bind", "ro"));
    }
}
