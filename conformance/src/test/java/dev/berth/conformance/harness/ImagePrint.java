package dev.berth.conformance.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.runtime.tar.TarEntry;
import dev.berth.runtime.tar.TarReader;
import dev.berth.runtime.tar.TarType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an image is, in lines that can be compared between engines: its configuration and history, and what its files
 * have that busybox's have not: kind, mode, owner, size, content.
 */
public final class ImagePrint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CONFIG = List.of(
            "User",
            "ExposedPorts",
            "Env",
            "Cmd",
            "Healthcheck",
            "Volumes",
            "WorkingDir",
            "Entrypoint",
            "OnBuild",
            "Labels",
            "StopSignal",
            "Shell");
    /** Made by the engine for containers, not by a build. */
    private static final String NOT_THE_IMAGES =
            "(\\.dockerenv|dev|dev/.*|proc|sys|etc|etc/(hosts|hostname|resolv.conf|mtab))";

    private ImagePrint() {}

    /** The lines of one image. */
    public static List<String> of(Docker docker, String image) throws IOException {
        List<String> lines = new ArrayList<>();
        JsonNode inspected = JSON.readTree(docker.ok("image", "inspect", "-f", "{{json .}}", image));
        for (String name : CONFIG) {
            JsonNode value = inspected.path("Config").path(name);
            boolean empty = value.isMissingNode()
                    || value.isNull()
                    || (value.isContainerNode() && value.isEmpty())
                    || (value.isTextual() && value.asText().isEmpty());
            if (!empty) {
                lines.add(name + " " + JSON.writeValueAsString(JSON.treeToValue(value, Object.class)));
            }
        }
        lines.add("Author " + inspected.path("Author").asText());
        lines.add("Platform " + inspected.path("Os").asText() + "/"
                + inspected.path("Architecture").asText());
        lines.add("Layers " + inspected.path("RootFS").path("Layers").size());
        docker.ok("history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
                .lines()
                .map(step -> step.replaceAll("(file|dir|multi):[0-9a-f]{64}", "$1:DIGEST"))
                .forEach(step -> lines.add("Step " + step));
        Map<String, String> base = files(docker, "busybox");
        Map<String, String> own = files(docker, image);
        own.forEach((path, what) -> {
            if (!Optional.of(what).equals(Optional.ofNullable(base.get(path)))) {
                lines.add("File " + path + " " + what);
            }
        });
        base.keySet().stream()
                .filter(path -> !own.containsKey(path))
                .limit(3)
                .forEach(path -> lines.add("None " + path));
        return lines;
    }

    private static Map<String, String> files(Docker docker, String image) throws IOException {
        Path tar = docker.hostDirectory("print").resolve("image.tar");
        String container = docker.ok("create", "--network", "none", image, "nothing");
        docker.ok("export", "-o", tar.toString(), container);
        docker.ok("rm", "-v", container);
        Map<String, String> files = new TreeMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(tar))) {
            TarReader reader = new TarReader(in);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                String name = entry.get().name();
                if (!name.isEmpty() && !name.equals(".") && !name.matches(NOT_THE_IMAGES)) {
                    files.put(name, print(entry.get(), reader.content()));
                }
            }
        }
        Files.delete(tar);
        return files;
    }

    private static String print(TarEntry entry, InputStream content) throws IOException {
        TarType type = entry.type();
        String what = type + " " + Integer.toOctalString(entry.metadata().mode()) + " "
                + entry.metadata().uid() + ":" + entry.metadata().gid();
        return switch (type) {
            case FILE -> what + " " + entry.size() + " " + shown(content.readAllBytes());
            case SYMLINK, HARD_LINK -> type + " " + entry.linkName();
            default -> what;
        };
    }

    /** Short content as it is, other by its digest. */
    private static String shown(byte[] content) {
        if (content.length <= 120) {
            return new String(content, StandardCharsets.UTF_8).replace("\n", "\\n");
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
