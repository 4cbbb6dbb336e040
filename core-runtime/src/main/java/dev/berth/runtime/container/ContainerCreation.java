package dev.berth.runtime.container;

import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.event.StepTimes;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.Rootfs;
import dev.berth.runtime.log.LogSettings;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.RandomIds;
import dev.berth.runtime.volume.MountRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes containers: all of one, or nothing. */
final class ContainerCreation {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCreation.class);

    private static final int NAME_ATTEMPTS = 6;

    private final ContainerParts parts;
    private final HostDefaults defaults;
    private final RandomGenerator random;
    private final Clock clock;

    ContainerCreation(ContainerParts parts, HostDefaults defaults, RandomGenerator random, Clock clock) {
        this.parts = parts;
        this.defaults = defaults;
        this.random = random;
        this.clock = clock;
    }

    Created create(Optional<String> wantedName, CreateRequest request) {
        StepTimes times = StepTimes.begin();
        Optional<String> name = wantedName.filter(wanted -> !wanted.isEmpty()).map(ContainerNames::check);
        List<String> warnings = new ArrayList<>(parts.networks().check(request.config(), request.hostConfig()));
        Image image = parts.images().resolve(request.config().image());
        String id = RandomIds.next();
        ContainerConfig config = ImageMerge.merge(
                request.config(),
                image.config(),
                hostname(id, request.hostConfig().networkMode()));
        ConfigRules.check(config);
        String runtime = request.hostConfig().runtime();
        parts.runtimes().get(runtime);
        HostConfig hostConfig = defaults.fill(
                request.hostConfig(), runtime.isEmpty() ? parts.runtimes().defaultName() : runtime);
        LogSettings log = LogSettings.of(hostConfig.logConfig());
        warnings.addAll(parts.spec().check(config, hostConfig));
        List<String> argv = ImageMerge.argv(config);
        Deque<Runnable> undo = new ArrayDeque<>();
        times.done("check");
        try {
            String taken = takeName(name, id);
            undo.push(() -> parts.table().freeName(taken, id));
            Container container = new Container(
                    id,
                    taken,
                    clock.instant(),
                    config,
                    hostConfig,
                    request.networks(),
                    image.id(),
                    argv.get(0),
                    argv.subList(1, argv.size()),
                    ContainerState.CREATED);
            furnish(container, image, request, undo, times);
            times.done("volumes");
            parts.logs().open(id, parts.paths().container(id), log);
            undo.push(() -> parts.logs().forget(id));
            parts.table().add(new LiveContainer(container));
            times.done("save");
            parts.tell(container, "create");
            LOG.debug("action=create container={} {}", id, times);
            return new Created(id, warnings);
        } catch (RuntimeException failure) {
            Cleanup.afterFailure(failure, undo.toArray(Runnable[]::new));
            throw failure;
        }
    }

    /** @param asked as it came: with passwords of volumes, which the container's own does not keep */
    private void furnish(Container container, Image image, CreateRequest asked, Deque<Runnable> undo, StepTimes times) {
        String id = container.id();
        Path directory = parts.paths().container(id);
        makeDirectory(directory);
        undo.push(() -> TreeDelete.delete(directory));
        Rootfs rootfs = parts.images().rootfs(id);
        undo.push(rootfs::delete);
        rootfs.create(image);
        times.done("rootfs");
        undo.push(() -> parts.networks().forget(id));
        parts.networks().reserve(parts.networkRequest(container));
        times.done("network");
        undo.push(() -> parts.volumes().release(id, true));
        try (UnmountedFiles files = new UnmountedFiles(rootfs)) {
            plan(container, asked, files);
        }
    }

    private void plan(Container container, CreateRequest asked, UnmountedFiles files) {
        parts.volumes()
                .plan(new MountRequest(
                        container.id(),
                        container.config(),
                        asked.hostConfig(),
                        files,
                        ref -> parts.table().find(ref).id(),
                        () -> asked.readOnlyBelow()
                                && parts.runtimes()
                                        .mountReadOnlyBelow(
                                                container.hostConfig().runtime())));
    }

    private String takeName(Optional<String> name, String id) {
        if (name.isPresent()) {
            parts.table().takeName(name.get(), id);
            return name.get();
        }
        for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
            String generated = ContainerNames.generate(random, attempt);
            if (parts.table().tryName(generated, id)) {
                return generated;
            }
        }
        String last = id.substring(0, 12);
        parts.table().takeName(last, id);
        return last;
    }

    private static String hostname(String id, String networkMode) {
        if (!networkMode.equals("host")) {
            return id.substring(0, 12);
        }
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read this host's name", failure);
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x---")));
        } catch (IOException failure) {
            throw new UncheckedIOException("create " + directory, failure);
        }
    }
}
