package dev.berth.runtime.volume;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.spec.MountSpec;
import dev.berth.runtime.spec.MountSpec.TmpfsOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mount options of a tmpfs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/tmpfs.5.html">tmpfs(5)</a>
 */
final class TmpfsFlags {
    private static final List<String> DEFAULTS = List.of("noexec", "nosuid", "nodev", "rprivate");
    private static final Set<String> DATA = Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

    /** Each word's flag: two words of one flag exclude each other. */
    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("ro", "ro"),
            Map.entry("rw", "ro"),
            Map.entry("suid", "nosuid"),
            Map.entry("nosuid", "nosuid"),
            Map.entry("dev", "nodev"),
            Map.entry("nodev", "nodev"),
            Map.entry("exec", "noexec"),
            Map.entry("noexec", "noexec"),
            Map.entry("sync", "sync"),
            Map.entry("async", "sync"),
            Map.entry("dirsync", "dirsync"),
            Map.entry("atime", "noatime"),
            Map.entry("noatime", "noatime"),
            Map.entry("diratime", "nodiratime"),
            Map.entry("nodiratime", "nodiratime"),
            Map.entry("relatime", "relatime"),
            Map.entry("norelatime", "relatime"),
            Map.entry("strictatime", "strictatime"),
            Map.entry("nostrictatime", "strictatime"),
            Map.entry("private", "propagation"),
            Map.entry("rprivate", "propagation"),
            Map.entry("shared", "propagation"),
            Map.entry("rshared", "propagation"),
            Map.entry("slave", "propagation"),
            Map.entry("rslave", "propagation"));

    private TmpfsFlags() {}

    /**
     * Those of {@code --tmpfs DESTINATION:given}: the later of two that exclude each other wins over the earlier and
     * over the defaults.
     *
     * @throws InvalidParameter an option that tmpfs does not know
     */
    static List<String> of(String given) {
        List<String> options = new ArrayList<>(DEFAULTS);
        if (!given.isEmpty()) {
            options.addAll(List.of(given.split(",", -1)));
        }
        return merged(options);
    }

    /**
     * Those of a {@code --mount type=tmpfs}.
     *
     * @throws InvalidParameter an option that tmpfs does not know
     */
    static List<String> of(MountSpec mount) {
        List<String> options = new ArrayList<>(DEFAULTS);
        if (mount.readOnly()) {
            options.add("ro");
        }
        TmpfsOptions given = mount.tmpfsOptions();
        if (given != null && given.mode() != 0) {
            options.add("mode=" + Integer.toOctalString(given.mode()));
        }
        if (given != null && given.sizeBytes() != 0) {
            options.add("size=" + sizeText(given.sizeBytes()));
        }
        if (given != null) {
            given.options().forEach(option -> options.add(String.join("=", option)));
        }
        return merged(options);
    }

    private static String sizeText(long bytes) {
        for (Map.Entry<String, Integer> unit : List.of(Map.entry("g", 30), Map.entry("m", 20), Map.entry("k", 10))) {
            if (bytes % (1L << unit.getValue()) == 0) {
                return (bytes >> unit.getValue()) + unit.getKey();
            }
        }
        return Long.toString(bytes);
    }

    private static List<String> merged(List<String> options) {
        Set<String> seen = new HashSet<>();
        LinkedList<String> kept = new LinkedList<>();
        for (int i = options.size() - 1; i >= 0; i--) {
            String option = options.get(i);
            if (option.equals("defaults")) {
                continue;
            }
            if (seen.add(keyOf(option))) {
                kept.addFirst(option);
            }
        }
        return List.copyOf(kept);
    }

    private static String keyOf(String option) {
        String flag = FLAGS.get(option);
        if (flag != null) {
            return flag;
        }
        String name = option.split("=", 2)[0];
        if (!option.contains("=") || !DATA.contains(name)) {
            throw new InvalidParameter("invalid tmpfs option \"" + name + "\"");
        }
        return name;
    }
}
