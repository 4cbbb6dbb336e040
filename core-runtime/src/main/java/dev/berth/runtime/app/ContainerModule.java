package dev.berth.runtime.app;

import dagger.Module;
import dagger.Provides;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.volume.backup.VolumeBackups;
import dev.berth.runtime.api.ApiServices;
import dev.berth.runtime.api.EngineFacts;
import dev.berth.runtime.app.settings.BerthVersion;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.archive.ContainerArchive;
import dev.berth.runtime.backup.BackupService;
import dev.berth.runtime.build.BuildService;
import dev.berth.runtime.container.ContainerParts;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.container.ContainerSettings;
import dev.berth.runtime.container.ContainerTable;
import dev.berth.runtime.container.OciRuntimes;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.exec.ExecService;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.log.ContainerLogs;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.oci.HostFacts;
import dev.berth.runtime.oci.OciSpec;
import dev.berth.runtime.registry.Registries;
import dev.berth.runtime.state.Discards;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.state.Store;
import dev.berth.runtime.volume.VolumeService;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Containers and what runs in them. */
@Module
interface ContainerModule {
    @Provides
    @Singleton
    static HostFacts host(DaemonSettings settings) {
        HostFacts found = HostFacts.read();
        Optional<Path> init =
                settings.containers().initPath().filter(path -> !path.isEmpty()).map(Path::of);
        return init.isEmpty()
                ? found
                : new HostFacts(
                        found.cgroups(),
                        found.cpus(),
                        found.capabilities(),
                        found.lastCapability(),
                        found.hardLimits(),
                        init,
                        found.architecture(),
                        found.x32());
    }

    @Provides
    @Singleton
    static OciSpec spec(HostFacts host) {
        return new OciSpec(host);
    }

    @Provides
    @Singleton
    static Discards discards(EnginePaths paths) {
        return new Discards(paths.discards());
    }

    @Provides
    @Singleton
    static ContainerLogs logs() {
        return new ContainerLogs();
    }

    @Provides
    @Singleton
    static ContainerParts parts(
            EnginePaths paths,
            ContainerTable table,
            ImageService images,
            NetworkService networks,
            VolumeService volumes,
            ContainerLogs logs,
            OciSpec spec,
            OciRuntimes runtimes,
            Discards discards,
            EventBus events) {
        return new ContainerParts(paths, table, images, networks, volumes, logs, spec, runtimes, discards, events);
    }

    @Provides
    @Singleton
    static ContainerService containers(ContainerParts parts, ContainerSettings settings, HostFacts host, Clock clock) {
        return new ContainerService(parts, settings, host.cgroupV2(), Path.of("conmon"), clock);
    }

    @Provides
    @Singleton
    static ExecService execs(
            ContainerService containers, ImageService images, OciSpec spec, EventBus events, EnginePaths paths) {
        return new ExecService(
                containers, images, spec, events, paths.execRoot().resolve("exec"));
    }

    @Provides
    @Singleton
    static BuildService builds(
            ImageService images,
            ContainerService containers,
            EnginePaths paths,
            Discards discards,
            Registries registries) {
        return new BuildService(images, containers, paths, discards, registries);
    }

    @Provides
    @Singleton
    static BackupService backups(
            VolumeBackups backups, VolumeService volumes, ContainerService containers, ExecService execs) {
        return new BackupService(backups, volumes, containers, execs);
    }

    @Provides
    @Singleton
    static EngineFacts facts(DaemonSettings settings, OciRuntimes runtimes, HostFacts host, Store store) {
        Map<String, String> programs = runtimes.all().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().program().toString()));
        return new EngineFacts(
                installation(store),
                BerthVersion.text(),
                settings.labels(),
                programs,
                runtimes.defaultName(),
                host.cgroupV2() ? 2 : 1,
                settings.liveRestore(),
                settings.logLevel().equals("debug"));
    }

    /** An id made at the first start that stays with the data root. */
    private static String installation(Store store) {
        return store.transaction(() -> {
            Optional<String> known = store.get("engine", "id");
            String id = known.orElseGet(() -> "\"" + UUID.randomUUID() + "\"");
            if (known.isEmpty()) {
                store.put("engine", "id", id);
            }
            return id.replace("\"", "");
        });
    }

    @Provides
    @Singleton
    static ApiServices services(
            ContainerParts parts,
            EngineFacts facts,
            ContainerService containers,
            ExecService execs,
            BuildService builds,
            ContainerArchive archive,
            BackupService backups,
            Plugins plugins,
            Registries registries) {
        return new ApiServices(
                parts.paths(),
                facts,
                containers,
                execs,
                parts.logs(),
                archive,
                parts.images(),
                builds,
                parts.networks(),
                parts.volumes(),
                backups,
                parts.events(),
                plugins,
                registries);
    }
}
