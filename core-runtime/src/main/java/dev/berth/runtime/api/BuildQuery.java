package dev.berth.runtime.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.build.BuildRequest;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.registry.RegistryAuth;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of {@code POST /build}.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild">Engine API,
 *     ImageBuild</a>
 */
record BuildQuery(Query query, HttpHeaders headers) {
    /** A JSON object of names and base64: what {@code RUN --mount=type=secret} may see. Docker's clients do not send it. */
    static final String SECRETS = "X-Berth-Build-Secrets";

    private static final Map<String, String> LIMITS = Map.of(
            "memory", "Memory",
            "memswap", "MemorySwap",
            "cpushares", "CpuShares",
            "cpuperiod", "CpuPeriod",
            "cpuquota", "CpuQuota",
            "shmsize", "ShmSize");
    private static final Map<String, String> TEXTS = Map.of(
            "cpusetcpus", "CpusetCpus",
            "cpusetmems", "CpusetMems",
            "cgroupparent", "CgroupParent",
            "networkmode", "NetworkMode");

    /** @throws EngineException.InvalidParameter a parameter that is wrong, or that is not supported */
    BuildRequest read() {
        refuse();
        String dockerfile = query.text("dockerfile");
        return new BuildRequest(
                dockerfile.isEmpty() ? "Dockerfile" : dockerfile,
                tags(),
                query.flag("nocache"),
                query.flag("pull"),
                query.flag("rm", true) || query.flag("forcerm"),
                query.flag("forcerm"),
                arguments(),
                labels(),
                query.text("target"),
                query.text("platform"),
                texts("cachefrom"),
                host(),
                secrets(),
                credentials());
    }

    /** What none of this engine's builds can do. */
    private void refuse() {
        if (query.flag("squash")) {
            throw new EngineException.InvalidParameter("squash is only supported with experimental mode");
        }
        if (query.text("version").equals("2")) {
            throw new EngineException.NotImplemented(
                    "BuildKit is not part of this engine: set DOCKER_BUILDKIT=0 to build with it");
        }
        if (query.find("securityopt").isPresent()) {
            throw new EngineException.InvalidParameter(
                    "The daemon on this platform does not support setting security options on build");
        }
        if (!query.text("outputs").isEmpty() && !query.text("outputs").equals("[]")) {
            throw new EngineException.InvalidParameter(
                    "outputs of a build are not supported: save or export the image");
        }
        String remote = query.text("remote");
        boolean address = remote.startsWith("http://") || remote.startsWith("https://");
        if (remote.equals("client-session")) {
            throw new EngineException.InvalidParameter(
                    "experimental session with v1 builder is no longer supported, use builder version v2 (BuildKit) instead");
        }
        if (!remote.isEmpty() && (!address || remote.endsWith(".git") || remote.contains(".git#"))) {
            throw new EngineException.InvalidParameter(
                    "remoteURL (" + remote + ") is not supported: git repositories are"
                            + " cloned by whoever wants them built, and their directory is sent as the context");
        }
    }

    private List<ImageReference> tags() {
        List<ImageReference> tags = new ArrayList<>();
        for (String text : query.all("t")) {
            ImageReference tag = ImageReference.parse(text);
            if (tag.digest().isPresent()) {
                throw new EngineException.InvalidParameter("build tag cannot contain a digest");
            }
            if (!tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return tags;
    }

    private Map<String, Optional<String>> arguments() {
        Map<String, Optional<String>> arguments = new HashMap<>();
        object("buildargs", "error reading build args")
                .forEach((name, value) ->
                        arguments.put(name, value.isNull() ? Optional.empty() : Optional.of(value.asText())));
        return arguments;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        object("labels", "error reading labels").forEach((name, value) -> labels.put(name, value.asText()));
        return labels;
    }

    private Map<String, JsonNode> object(String name, String complaint) {
        Map<String, JsonNode> members = new HashMap<>();
        tree(name, complaint).ifPresent(tree -> {
            if (!tree.isObject()) {
                throw new EngineException.InvalidParameter(complaint + ": not a JSON object");
            }
            tree.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        });
        return members;
    }

    private List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        tree(name, "error reading " + name).ifPresent(tree -> tree.forEach(text -> texts.add(text.asText())));
        return texts;
    }

    private Optional<JsonNode> tree(String name, String complaint) {
        String text = query.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readTree(text)).filter(tree -> !tree.isNull());
        } catch (JsonProcessingException invalid) {
            throw new EngineException.InvalidParameter(complaint + ": " + JsonBody.complaint(invalid), invalid);
        }
    }

    private HostConfig host() {
        ObjectNode json = Json.mapper().createObjectNode();
        LIMITS.forEach((parameter, name) -> {
            String text = query.text(parameter);
            if (text.matches("-?[0-9]{1,18}")) {
                json.put(name, Long.parseLong(text));
            }
        });
        TEXTS.forEach((parameter, name) -> json.put(name, query.text(parameter)));
        ArrayNode hosts = json.putArray("ExtraHosts");
        query.all("extrahosts").stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .filter(text -> !text.isEmpty())
                .forEach(hosts::add);
        tree("ulimits", "error reading ulimit settings").ifPresent(limits -> json.set("Ulimits", limits));
        json.putObject("LogConfig").put("Type", "none");
        return Json.mapper().convertValue(json, HostConfig.class);
    }

    private Map<String, byte[]> secrets() {
        Map<String, byte[]> secrets = new HashMap<>();
        String header = headers.get(SECRETS, "");
        if (header.isEmpty()) {
            return secrets;
        }
        try {
            JsonNode tree = Json.mapper().readTree(Base64.getUrlDecoder().decode(header));
            for (Map.Entry<String, JsonNode> secret : tree.properties()) {
                secrets.put(secret.getKey(), secret.getValue().binaryValue());
            }
            return secrets;
        } catch (IOException | IllegalArgumentException wrong) {
            throw new EngineException.InvalidParameter("error reading " + SECRETS, wrong);
        }
    }

    /** {@code X-Registry-Config}; as with dockerd, one that cannot be read is no reason to stop. */
    private Map<String, Credentials> credentials() {
        Map<String, Credentials> credentials = new HashMap<>();
        try {
            JsonNode tree = Json.mapper().readTree(Base64.getUrlDecoder().decode(headers.get("X-Registry-Config", "")));
            for (Map.Entry<String, JsonNode> server : tree.properties()) {
                String name = server.getKey().replaceFirst("^https?://", "").replaceAll("/.*$", "");
                credentials.put(
                        name.equals("index.docker.io") ? "docker.io" : name, RegistryAuth.of(server.getValue()));
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            return credentials;
        }
        return credentials;
    }
}
