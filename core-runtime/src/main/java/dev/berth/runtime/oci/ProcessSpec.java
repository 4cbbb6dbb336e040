package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.Ulimit;
import dev.berth.runtime.state.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * The OCI runtime's {@code process} object.
 *
 * @param args program and arguments
 * @param workingDir absolute; empty for {@code /}
 * @param capabilities the bounding set
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#process">OCI, process</a>
 */
record ProcessSpec(
        List<String> args,
        Environment environment,
        String workingDir,
        boolean tty,
        ContainerUser user,
        List<String> capabilities) {
    /** Shown by getrlimit(2) as no limit. */
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    ProcessSpec {
        if (args.isEmpty()) {
            throw new EngineException.InvalidParameter("No command specified");
        }
        if (!workingDir.isEmpty() && !workingDir.startsWith("/")) {
            throw new EngineException.InvalidParameter(
                    "the working directory '" + workingDir + "' is invalid, it needs to be an absolute path");
        }
    }

    ObjectNode toJson(HostConfig hostConfig, HostFacts host) {
        ObjectNode process = Json.mapper().createObjectNode();
        process.put("terminal", tty);
        process.set("user", userJson());
        process.set("args", texts(args));
        process.set("env", texts(environment.orElse("HOME", user.home()).variables()));
        process.put("cwd", workingDir.isEmpty() ? "/" : workingDir);
        process.set("capabilities", capabilitiesJson());
        process.set("rlimits", rlimits(hostConfig.ulimits(), host));
        process.put(
                "noNewPrivileges",
                SecurityOptions.parse(hostConfig.securityOpt()).noNewPrivileges());
        process.put("oomScoreAdj", hostConfig.oomScoreAdj());
        return process;
    }

    private ObjectNode userJson() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("uid", user.uid());
        json.put("gid", user.gid());
        ArrayNode groups = json.putArray("additionalGids");
        user.groups().forEach(groups::add);
        return json;
    }

    /** Another user than root holds none at first, as after execve(2); set-user-ID programs may still gain them. */
    private ObjectNode capabilitiesJson() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("bounding", texts(capabilities));
        if (user.uid() == 0) {
            json.set("effective", texts(capabilities));
            json.set("permitted", texts(capabilities));
        }
        return json;
    }

    private static ArrayNode rlimits(List<Ulimit> ulimits, HostFacts host) {
        ArrayNode json = Json.mapper().createArrayNode();
        for (Ulimit ulimit : ulimits) {
            String type = "RLIMIT_" + ulimit.name().toUpperCase(Locale.ROOT);
            BigInteger top = host.hardLimits().containsKey(type)
                    ? BigInteger.valueOf(host.hardLimits().get(type))
                    : UNLIMITED;
            json.addObject()
                    .put("type", type)
                    .put("hard", limit(ulimit.hard()).min(top))
                    .put("soft", limit(ulimit.soft()).min(top));
        }
        return json;
    }

    private static BigInteger limit(long value) {
        return value < 0 ? UNLIMITED : BigInteger.valueOf(value);
    }

    static ArrayNode texts(List<String> values) {
        ArrayNode json = Json.mapper().createArrayNode();
        values.forEach(json::add);
        return json;
    }
}
