package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Turns a profile in Docker's format, whose rules depend on capabilities, architecture and kernel, into the OCI
 * runtime's {@code linux.seccomp}, which has no conditions.
 *
 * @see <a href="https://docs.docker.com/engine/security/seccomp/">Docker, seccomp profiles</a>
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">OCI, seccomp</a>
 */
final class Seccomp {
    private static final String DEFAULT_PROFILE = "seccomp.json";

    private final Set<String> capabilities;
    private final String architecture;
    private final boolean x32;

    /**
     * @param capabilities that the container gets
     * @param javaArchitecture {@code amd64} or {@code aarch64}
     * @param x32 whether the kernel has such calls; if not, the OCI runtime need not spend time on rules for them
     */
    Seccomp(Collection<String> capabilities, String javaArchitecture, boolean x32) {
        this.capabilities = Set.copyOf(capabilities);
        this.architecture = javaArchitecture.equals("aarch64") ? "arm64" : javaArchitecture;
        this.x32 = x32;
    }

    /** The text of the profile that containers get which name none. */
    static String defaultProfile() {
        try (InputStream in = Seccomp.class.getResourceAsStream(DEFAULT_PROFILE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + DEFAULT_PROFILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("read resource " + DEFAULT_PROFILE, failure);
        }
    }

    /**
     * {@code linux.seccomp} of the profile.
     *
     * @throws EngineException.InvalidParameter it is no profile
     */
    ObjectNode apply(String profile) {
        JsonNode document = read(profile);
        ObjectNode result = Json.mapper().createObjectNode();
        result.set("defaultAction", document.path("defaultAction"));
        copy(document, result, "defaultErrnoRet");
        copy(document, result, "flags");
        result.set("architectures", architectures(document));
        ArrayNode rules = result.putArray("syscalls");
        for (JsonNode rule : document.path("syscalls")) {
            if (applies(rule)) {
                rules.add(withoutConditions(rule));
            }
        }
        return result;
    }

    private static JsonNode read(String profile) {
        JsonNode document;
        try {
            document = Json.tree(profile);
        } catch (EngineException.InvalidParameter failure) {
            throw new EngineException.InvalidParameter(
                    "Decoding seccomp profile failed: " + failure.getMessage(), failure);
        }
        if (!document.path("defaultAction").isTextual()) {
            throw new EngineException.InvalidParameter("Decoding seccomp profile failed: no defaultAction");
        }
        return document;
    }

    private ArrayNode architectures(JsonNode document) {
        ArrayNode result = Json.mapper().createArrayNode();
        document.path("architectures").forEach(result::add);
        String own = architecture.equals("arm64") ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64";
        for (JsonNode entry : document.path("archMap")) {
            if (entry.path("architecture").asText().equals(own)) {
                result.add(own);
                for (JsonNode sub : entry.path("subArchitectures")) {
                    if (x32 || !sub.asText().equals("SCMP_ARCH_X32")) {
                        result.add(sub);
                    }
                }
            }
        }
        return result;
    }

    private boolean applies(JsonNode rule) {
        JsonNode includes = rule.path("includes");
        JsonNode excludes = rule.path("excludes");
        boolean included = texts(includes.path("caps")).stream().allMatch(capabilities::contains)
                && (includes.path("arches").isEmpty()
                        || texts(includes.path("arches")).contains(architecture));
        boolean excluded = texts(excludes.path("caps")).stream().anyMatch(capabilities::contains)
                || texts(excludes.path("arches")).contains(architecture);
        return included && !excluded;
    }

    private static ObjectNode withoutConditions(JsonNode rule) {
        ObjectNode result = Json.mapper().createObjectNode();
        ArrayNode names = result.putArray("names");
        rule.path("names").forEach(names::add);
        if (rule.has("name")) {
            names.add(rule.path("name"));
        }
        result.set("action", rule.path("action"));
        copy(rule, result, "errnoRet");
        if (!rule.path("args").isEmpty()) {
            result.set("args", rule.path("args"));
        }
        return result;
    }

    private static void copy(JsonNode from, ObjectNode to, String key) {
        if (from.hasNonNull(key)) {
            to.set(key, from.get(key));
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> result = new ArrayList<>();
        array.forEach(item -> result.add(item.asText()));
        return result;
    }
}
