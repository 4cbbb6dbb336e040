package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.BindOptions;
import dev.berth.runtime.spec.MountSpec.VolumeOptions;
import dev.berth.runtime.volume.PlannedMount.Trait;
import dev.berth.runtime.volume.PlannedMount.VolumeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which mount wins at each destination: {@code --tmpfs} over {@code -v} and {@code --mount} over
 * {@code --volumes-from} over the image's {@code VOLUME}. Changes nothing, neither in memory nor on disk.
 */
final class MountPlanner {
    private final MountRequest request;
    private final Function<String, List<PlannedMount>> mountsOf;
    private final BindRules bindRules;
    private final Map<String, PlannedMount> chosen = new TreeMap<>();
    private final Set<String> explicit = new HashSet<>();

    /** @param mountsOf the mounts of a container by its full id */
    MountPlanner(MountRequest request, Function<String, List<PlannedMount>> mountsOf, BindRules bindRules) {
        this.request = request;
        this.mountsOf = mountsOf;
        this.bindRules = bindRules;
    }

    /** Parents before children. */
    List<PlannedMount> plan() {
        HostConfig host = request.hostConfig();
        host.volumesFrom().forEach(this::inherit);
        host.binds().forEach(this::bind);
        host.mounts().forEach(this::mount);
        request.config().volumes().keySet().forEach(this::anonymous);
        host.tmpfs().forEach(this::tmpfs);
        return inMountOrder(chosen.values());
    }

    /** Sorted by depth, so that no mount hides one that was made before it. */
    static List<PlannedMount> inMountOrder(Iterable<PlannedMount> mounts) {
        List<PlannedMount> sorted = new ArrayList<>();
        mounts.forEach(sorted::add);
        sorted.sort((a, b) -> {
            int depth = Integer.compare(
                    ContainerPath.components(a.destination()).size(),
                    ContainerPath.components(b.destination()).size());
            return depth != 0 ? depth : a.destination().compareTo(b.destination());
        });
        return List.copyOf(sorted);
    }

    private void inherit(String spec) {
        if (spec.isEmpty()) {
            throw new InvalidParameter("volumes-from specification cannot be an empty string");
        }
        int colon = spec.indexOf(':');
        String ref = colon < 0 ? spec : spec.substring(0, colon);
        MountMode mode = MountMode.parseForVolumesFrom(colon < 0 ? "" : spec.substring(colon + 1));
        for (PlannedMount mount : mountsOf.apply(containerId(ref))) {
            if (!mount.has(Trait.UNLISTED)) {
                chosen.put(mount.destination(), inherited(mount, mode));
            }
        }
    }

    private String containerId(String ref) {
        try {
            return request.containerIds().apply(ref);
        } catch (NotFound unknown) {
            throw new InvalidParameter(String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private PlannedMount inherited(PlannedMount mount, MountMode mode) {
        MountPoint point = mount.point();
        Set<Trait> traits = mount.traits().isEmpty() ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(mount.traits());
        traits.remove(Trait.COPY);
        boolean becomesReadOnly = point.rw() && mode.readOnly();
        if (becomesReadOnly && point.type().equals("bind") && !traits.contains(Trait.NON_RECURSIVE) && below()) {
            traits.add(Trait.READ_ONLY_BELOW);
        }
        return mount.withPoint(new MountPoint(
                        point.type(),
                        point.name(),
                        point.source(),
                        point.destination(),
                        point.driver(),
                        "",
                        point.rw() && !mode.readOnly(),
                        point.propagation()))
                .withTraits(traits);
    }

    private void bind(String raw) {
        VolumeSpec spec = VolumeSpec.parse(raw, request.hostConfig().volumeDriver());
        EnumSet<Trait> extra = EnumSet.of(Trait.CREATE_SOURCE);
        if (spec.mount().type().equals("bind") && spec.mount().readOnly() && below()) {
            extra.add(Trait.READ_ONLY_BELOW);
        }
        PlannedMount mount = planned(spec.mount(), spec.mode(), extra);
        if (hasTmpfs(mount.destination())) {
            throw duplicate(mount.destination());
        }
        choose(mount, mount.destination());
    }

    private void mount(MountSpec spec) {
        MountRules.check(spec);
        BindOptions options = spec.bindOptions();
        boolean create = options != null && options.createMountpoint();
        if (spec.type().equals("bind") && !create && !Files.exists(Path.of(spec.source()))) {
            throw new InvalidParameter(MountRules.prefix(spec) + "bind source path does not exist: " + spec.source());
        }
        EnumSet<Trait> extra = create ? EnumSet.of(Trait.CREATE_SOURCE) : EnumSet.noneOf(Trait.class);
        if (options != null && options.nonRecursive()) {
            extra.add(Trait.NON_RECURSIVE);
        }
        if (spec.type().equals("bind") && spec.readOnly() && isReadOnlyBelow(options)) {
            extra.add(Trait.READ_ONLY_BELOW);
        }
        choose(planned(spec, "", extra), spec.target());
    }

    private boolean isReadOnlyBelow(@Nullable BindOptions options) {
        if (options == null) {
            return below();
        }
        boolean not = options.nonRecursive() || options.readOnlyNonRecursive();
        return options.readOnlyForceRecursive() || !not && below();
    }

    private boolean below() {
        return request.readOnlyBelow().getAsBoolean();
    }

    private void choose(PlannedMount mount, String given) {
        if (!explicit.add(mount.destination())) {
            throw duplicate(given);
        }
        chosen.put(mount.destination(), mount);
    }

    private static InvalidParameter duplicate(String destination) {
        return new InvalidParameter("Duplicate mount point: " + destination);
    }

    private boolean hasTmpfs(String destination) {
        return request.hostConfig().tmpfs().keySet().stream()
                .anyMatch(each -> ContainerPath.clean(each).equals(destination));
    }

    private PlannedMount planned(MountSpec spec, String mode, Set<Trait> extra) {
        String destination = ContainerPath.clean(spec.target());
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        return switch (spec.type()) {
            case "bind" -> {
                traits.addAll(extra);
                String source = ContainerPath.clean(spec.source());
                String propagation = bindRules.propagation(spec, source);
                yield new PlannedMount(
                        new MountPoint("bind", "", source, destination, "", mode, !spec.readOnly(), propagation),
                        traits,
                        "",
                        List.of(),
                        VolumeRequest.NONE,
                        "");
            }
            case "volume" -> volume(spec, mode, destination);
            case "image" -> image(spec, destination);
            default ->
                new PlannedMount(
                        new MountPoint("tmpfs", "", "", destination, "", mode, !spec.readOnly(), ""),
                        traits,
                        "",
                        TmpfsFlags.of(spec),
                        VolumeRequest.NONE,
                        "");
        };
    }

    private static PlannedMount volume(MountSpec spec, String mode, String destination) {
        VolumeOptions options = spec.volumeOptions();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (options == null || !options.noCopy()) {
            traits.add(Trait.COPY);
        }
        if (spec.source().isEmpty()) {
            traits.add(Trait.ANONYMOUS);
        }
        String driver = options == null || options.driverConfig() == null
                ? ""
                : options.driverConfig().name();
        Map<String, String> driverOptions = options == null || options.driverConfig() == null
                ? Map.of()
                : options.driverConfig().options();
        // Docker shows a named local volume without a mode as shared between SELinux contexts.
        boolean local = driver.isEmpty() || driver.equals(VolumeDrivers.LOCAL);
        String shown = mode.isEmpty() && local ? "z" : mode;
        return new PlannedMount(
                new MountPoint("volume", spec.source(), "", destination, driver, shown, !spec.readOnly(), ""),
                traits,
                options == null ? "" : options.subpath(),
                List.of(),
                new VolumeRequest(driverOptions, options == null ? Map.of() : options.labels()),
                "");
    }

    /** Read-only whatever was asked for. */
    private static PlannedMount image(MountSpec spec, String destination) {
        return new PlannedMount(
                new MountPoint("image", spec.source(), "", destination, "", "", false, ""),
                Set.of(),
                spec.imageOptions() == null ? "" : spec.imageOptions().subpath(),
                List.of(),
                VolumeRequest.NONE,
                "");
    }

    private void anonymous(String target) {
        MountRules.checkTarget(target);
        String destination = ContainerPath.clean(target);
        if (!chosen.containsKey(destination) && !hasTmpfs(destination)) {
            String driver = request.hostConfig().volumeDriver();
            chosen.put(
                    destination,
                    new PlannedMount(
                            new MountPoint("volume", "", "", destination, driver, "", true, ""),
                            EnumSet.of(Trait.COPY, Trait.ANONYMOUS),
                            "",
                            List.of(),
                            VolumeRequest.NONE,
                            ""));
        }
    }

    private void tmpfs(String target, String options) {
        MountRules.checkTarget(target);
        String destination = ContainerPath.clean(target);
        chosen.put(
                destination,
                new PlannedMount(
                        new MountPoint("tmpfs", "", "", destination, "", "", true, ""),
                        EnumSet.of(Trait.UNLISTED),
                        "",
                        TmpfsFlags.of(options),
                        VolumeRequest.NONE,
                        ""));
    }
}
