package dev.berth.runtime.oci;

import dev.berth.plugin.EngineException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which capabilities a container gets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
final class Capabilities {
    /** By number, as in {@code linux/capability.h}. */
    static final List<String> NAMES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_ADMIN",
            "CAP_NET_RAW",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_SYS_MODULE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_NICE",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_MKNOD",
            "CAP_LEASE",
            "CAP_AUDIT_WRITE",
            "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE",
            "CAP_MAC_ADMIN",
            "CAP_SYSLOG",
            "CAP_WAKE_ALARM",
            "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ",
            "CAP_PERFMON",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE");

    /** What Docker gives to a container that asks for nothing. */
    static final List<String> DEFAULT = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    private static final String ALL = "ALL";

    private Capabilities() {}

    /**
     * The set of a container.
     *
     * @param add,drop as users write them: any case, with or without {@code CAP_}, or {@code ALL}
     * @throws EngineException.InvalidParameter a name that the kernel does not know, or one that cannot be given away
     */
    static List<String> of(HostFacts host, boolean privileged, List<String> add, List<String> drop) {
        List<String> available = available(host);
        Set<String> added = normalise(add, host);
        Set<String> dropped = normalise(drop, host);
        if (privileged) {
            return available;
        }
        if (added.contains(ALL)) {
            return without(available, dropped);
        }
        for (String name : added) {
            if (!available.contains(name)) {
                throw new EngineException.InvalidParameter(
                        "capability not available: \"" + name + "\": the daemon itself does not have it");
            }
        }
        if (dropped.contains(ALL)) {
            return List.copyOf(added);
        }
        Set<String> result = new LinkedHashSet<>(without(DEFAULT, dropped));
        result.retainAll(available);
        result.addAll(added);
        return List.copyOf(result);
    }

    /** Those that this daemon can give away, by number. */
    static List<String> available(HostFacts host) {
        BigInteger held = host.capabilities();
        List<String> names = new ArrayList<>();
        for (int number = 0; number < NAMES.size() && number <= host.lastCapability(); number++) {
            if (held.testBit(number)) {
                names.add(NAMES.get(number));
            }
        }
        return List.copyOf(names);
    }

    private static Set<String> normalise(Collection<String> names, HostFacts host) {
        Set<String> result = new LinkedHashSet<>();
        for (String name : names) {
            String upper = name.toUpperCase(Locale.ROOT);
            String full = upper.equals(ALL) || upper.startsWith("CAP_") ? upper : "CAP_" + upper;
            int number = NAMES.indexOf(full);
            if (!full.equals(ALL) && (number < 0 || number > host.lastCapability())) {
                throw new EngineException.InvalidParameter("invalid capability: \"" + full + "\"");
            }
            result.add(full);
        }
        return result;
    }

    private static List<String> without(List<String> all, Set<String> dropped) {
        return all.stream().filter(name -> !dropped.contains(name)).toList();
    }
}
