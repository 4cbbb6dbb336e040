package dev.berth.runtime.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Heredoc;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.Workspace;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code --mount}s of one {@code RUN}: prepared on this host, and given to the container. */
final class RunMounts {
    private final Build build;
    private final StageFiles files;
    private final String workingDirectory;
    private final ArrayNode mounts = Json.mapper().createArrayNode();
    private final Map<String, String> tmpfs = new LinkedHashMap<>();
    private final List<String> environment = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private int made;

    RunMounts(Build build, StageFiles files, String workingDirectory) {
        this.build = build;
        this.files = files;
        this.workingDirectory = workingDirectory;
    }

    /** What a step with these mounts is remembered by: their texts, and what the files of binds hash to. */
    List<String> mark(List<String> texts) {
        List<String> mark = new ArrayList<>();
        for (String text : texts) {
            RunMount mount = RunMount.parse(text);
            mark.add("--mount=" + text);
            if (mount.type().equals("bind")) {
                mark.add(files.hash(Optional.of(mount.from()).filter(from -> !from.isEmpty()), source(mount)));
            }
        }
        return mark;
    }

    private static String source(RunMount mount) {
        return CopySources.clean(mount.source());
    }

    /** Prepares everything; what it opens is closed with {@code open}. */
    void prepare(List<String> texts, Preparation open) {
        for (String text : texts) {
            RunMount mount = RunMount.parse(text);
            switch (mount.type()) {
                case "bind" -> bind(mount, open);
                case "cache" -> cache(mount, open);
                case "tmpfs" ->
                    tmpfs.put(absolute(mount.target()), mount.size().isEmpty() ? "" : "size=" + mount.size());
                default -> secret(mount, open);
            }
        }
    }

    /** Shows scripts that are here-documents to the container. @return their paths in it */
    List<String> scripts(List<Heredoc> documents, Preparation open) {
        List<String> paths = new ArrayList<>();
        for (Heredoc document : documents) {
            Path file = file(document.text().getBytes(StandardCharsets.UTF_8), open);
            FileCalls.chmod(file, 0755);
            String path = "/dev/pipes/" + document.name();
            add(file, path, true);
            paths.add(path);
        }
        return paths;
    }

    private void bind(RunMount mount, Preparation open) {
        Optional<String> from = Optional.of(mount.from()).filter(text -> !text.isEmpty());
        SourceTree tree = from.isEmpty() && !mount.readOnly()
                ? new SourceTree(
                        open.add(build.images().overlay(build.context().root())).path())
                : files.tree(from, open);
        String source = source(mount);
        if (tree.status(source).isEmpty()) {
            throw new EngineException.InvalidParameter("bind mount: stat " + source + ": file does not exist");
        }
        add(tree.real(source), absolute(mount.target()), mount.readOnly());
    }

    private void cache(RunMount mount, Preparation open) {
        Optional<Path> seed = mount.from().isEmpty()
                ? Optional.empty()
                : Optional.of(files.tree(Optional.of(mount.from()), open).real(source(mount)));
        CacheMounts.Use use = open.add(build.caches().use(mount, seed, build.cancellation()));
        add(use.path(), absolute(mount.target()), mount.readOnly());
    }

    private void secret(RunMount mount, Preparation open) {
        Optional<byte[]> value = Optional.ofNullable(build.request().secrets().get(mount.secretId()));
        if (value.isEmpty()) {
            if (mount.required()) {
                throw new EngineException.InvalidParameter("secret " + mount.secretId() + ": not found");
            }
            return;
        }
        if (!mount.variable().isEmpty()) {
            environment.add(mount.variable() + "=" + new String(value.get(), StandardCharsets.UTF_8));
        }
        if (mount.variable().isEmpty() || !mount.target().isEmpty()) {
            Path file = file(value.get(), open);
            FileCalls.lchown(file, mount.user(), mount.group());
            FileCalls.chmod(file, mount.mode(0400));
            String target = mount.target().isEmpty() ? "/run/secrets/" + mount.secretId() : mount.target();
            add(file, absolute(target), mount.readOnly());
        }
    }

    /** In memory, where the exec root is, so that a secret is on no disk. */
    private Path file(byte[] content, Preparation open) {
        try {
            Path directory = Files.createDirectories(build.paths().execRoot().resolve("build"));
            Path file = Files.createTempFile(directory, "file-" + made++, "");
            open.add(() -> Files.deleteIfExists(file));
            return Files.write(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException("write a file for a step", failure);
        }
    }

    private void add(Path source, String target, boolean readOnly) {
        mounts.addObject()
                .put("Type", "bind")
                .put("Source", source.toString())
                .put("Target", target)
                .put("ReadOnly", readOnly);
        targets.add(target);
    }

    private String absolute(String target) {
        return Path.of(workingDirectory).resolve(target).normalize().toString();
    }

    /** The container's tie to this host, with the mounts. */
    HostConfig host(HostConfig base, Optional<String> network) {
        ObjectNode json = Json.mapper().valueToTree(base);
        json.set("Mounts", mounts);
        json.set("Tmpfs", Json.mapper().valueToTree(tmpfs));
        network.filter(mode -> !mode.equals("default")).ifPresent(mode -> json.put("NetworkMode", mode));
        return Json.mapper().convertValue(json, HostConfig.class);
    }

    /** Variables with secrets in them. */
    List<String> environment() {
        return List.copyOf(environment);
    }

    /**
     * Paths that the image lacks and the mounts make, deepest first: they are no change that the step made.
     *
     * @param image what the step runs on
     */
    List<String> stubs(Image image) {
        List<String> all = new ArrayList<>(targets);
        all.addAll(tmpfs.keySet());
        if (all.isEmpty()) {
            return List.of();
        }
        List<String> stubs = new ArrayList<>();
        try (Workspace workspace = build.images().workspace(Optional.of(image))) {
            SourceTree tree = new SourceTree(workspace.path());
            for (String target : all) {
                for (String at = target; at.length() > 1; at = at.substring(0, Math.max(1, at.lastIndexOf('/')))) {
                    Optional<FileStatus> present = tree.status(at);
                    if (present.isPresent()) {
                        break;
                    }
                    stubs.add(at);
                }
            }
        }
        return stubs;
    }
}
