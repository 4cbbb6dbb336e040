package dev.berth.runtime.api;

import dev.berth.plugin.client.Plugins;
import dev.berth.runtime.archive.ContainerArchive;
import dev.berth.runtime.backup.BackupService;
import dev.berth.runtime.build.BuildService;
import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.event.EventBus;
import dev.berth.runtime.exec.ExecService;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.log.ContainerLogs;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.registry.Registries;
import dev.berth.runtime.state.EnginePaths;
import dev.berth.runtime.volume.VolumeService;

/** Whom the API asks. */
public record ApiServices(
        EnginePaths paths,
        EngineFacts facts,
        ContainerService containers,
        ExecService execs,
        ContainerLogs logs,
        ContainerArchive archive,
        ImageService images,
        BuildService builds,
        NetworkService networks,
        VolumeService volumes,
        BackupService backups,
        EventBus events,
        Plugins plugins,
        Registries registries) {}
