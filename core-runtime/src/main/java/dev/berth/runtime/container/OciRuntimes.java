package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The OCI runtimes of this host by name: those the daemon was told of, runc and crun where they are installed, and any
 * other by absolute path.
 */
public final class OciRuntimes implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final Path CGROUP2_OF_HYBRID = Path.of("/sys/fs/cgroup/unified/cgroup.controllers");

    /** The one that starts sooner from a place where it cannot be overwritten. */
    private static final String CRUN = "crun";

    private final Map<String, OciRuntime> byName = new TreeMap<>();
    private final RuntimeFeatures features = new RuntimeFeatures(System.getProperty("os.version"));
    private final Path root;
    private final String defaultName;

    /**
     * Looks for them.
     *
     * @param configured program paths by name
     * @param wanted name of the default; empty for crun where it works, else runc
     * @param root where each keeps its state, in a directory of its name
     */
    public OciRuntimes(Map<String, String> configured, Optional<String> wanted, Path root) {
        this.root = root;
        for (String known : List.of("runc", CRUN)) {
            program(known).ifPresent(program -> add(known, program));
        }
        configured.forEach((name, path) -> add(name, Path.of(path)));
        this.defaultName = wanted.filter(name -> !name.isEmpty()).orElseGet(this::best);
    }

    /** What is taken for a container that names none. */
    public String defaultName() {
        return defaultName;
    }

    /** All known ones by name. */
    public Map<String, OciRuntime> all() {
        return Map.copyOf(byName);
    }

    /**
     * Finds one.
     *
     * @param name as known, or an absolute path; empty for the default
     * @throws EngineException.InvalidParameter there is none
     */
    public OciRuntime get(String name) {
        String wanted = name.isEmpty() ? defaultName : name;
        OciRuntime known = byName.get(wanted);
        if (known != null) {
            return known;
        }
        Path path = Path.of(wanted);
        if (path.isAbsolute() && Files.isExecutable(path)) {
            return new OciRuntime(wanted, path, root.resolve(path.getFileName()));
        }
        throw new EngineException.InvalidParameter("Unknown runtime specified " + wanted);
    }

    /** Whether this host and that runtime can make read-only what is mounted below a read-only bind mount. */
    boolean mountReadOnlyBelow(String name) {
        return features.mountReadOnlyBelow(get(name));
    }

    /**
     * Why crun cannot be used here, if so: Debian's refuses cgroup v1 with controllers on the v2 side of a hybrid.
     *
     * @see <a href="https://github.com/containers/crun/blob/1.8.1/src/libcrun/cgroup-utils.c">crun, cgroup modes</a>
     */
    public static Optional<String> crunObstacle() {
        return crunObstacle(CGROUP2_OF_HYBRID);
    }

    static Optional<String> crunObstacle(Path controllersOfHybrid) {
        try {
            if (Files.exists(controllersOfHybrid)
                    && !Files.readString(controllersOfHybrid).isBlank()) {
                return Optional.of("cgroups in hybrid mode with controllers on v2: "
                        + Files.readString(controllersOfHybrid).strip());
            }
            return Optional.empty();
        } catch (java.io.IOException failure) {
            return Optional.of("cannot read " + controllersOfHybrid + ": " + failure.getMessage());
        }
    }

    /** Gets the default ready to be started. */
    void open() {
        Optional.ofNullable(byName.get(defaultName)).ifPresent(OciRuntime::executable);
    }

    /** Takes away what was mounted to start programs from. */
    @Override
    public void close() {
        byName.values().forEach(runtime -> runtime.mount().ifPresent(ProgramMount::close));
    }

    private String best() {
        boolean crun = byName.containsKey(CRUN) && crunObstacle().isEmpty();
        return crun ? CRUN : "runc";
    }

    private void add(String name, Path program) {
        Optional<ProgramMount> mount = Optional.of(program)
                .filter(path -> path.endsWith(CRUN))
                .map(path -> new ProgramMount(path, root.resolve(".programs").resolve(name)));
        byName.put(name, new OciRuntime(name, program, root.resolve(name), mount));
    }

    private static Optional<Path> program(String name) {
        return PLACES.stream()
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
