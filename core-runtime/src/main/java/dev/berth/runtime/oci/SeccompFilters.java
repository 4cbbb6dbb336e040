package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What seccomp profiles come to for sets of capabilities. The last few are kept, for nearly all containers have the
 * same, and compiling one takes longer than all else that this daemon does for a start.
 */
final class SeccompFilters {
    private static final int KEPT = 16;

    private final HostFacts host;

    /** Guarded by this; the one that was used longest ago is first. */
    private final Map<Wanted, Filter> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, Filter> eldest) {
            return size() > KEPT;
        }
    };

    SeccompFilters(HostFacts host) {
        this.host = host;
    }

    private record Wanted(Optional<String> profile, Set<String> capabilities, boolean compiled) {}

    /**
     * A filter in two forms.
     *
     * @param json {@code linux.seccomp}, not to be changed
     * @param program see {@link SeccompProgram#of}; empty if it was not asked for
     */
    record Filter(ObjectNode json, Optional<String> program) {}

    /**
     * The filter of a profile.
     *
     * @param profile its text; empty for the default profile
     * @param compiled whether its program is wanted too
     * @throws dev.berth.plugin.EngineException.InvalidParameter it is no profile
     */
    synchronized Filter of(Optional<String> profile, List<String> capabilities, boolean compiled) {
        Wanted wanted = new Wanted(profile, Set.copyOf(capabilities), compiled);
        Filter known = kept.get(wanted);
        if (known != null) {
            return known;
        }
        ObjectNode json = new Seccomp(capabilities, host.architecture(), host.x32())
                .apply(profile.orElseGet(Seccomp::defaultProfile));
        Filter made = new Filter(json, compiled ? SeccompProgram.of(json) : Optional.empty());
        kept.put(wanted, made);
        return made;
    }
}
