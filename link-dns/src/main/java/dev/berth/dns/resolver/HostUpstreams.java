package dev.berth.dns.resolver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The host's name servers, which all sandboxes share, and what is shared in asking. When the host has other servers, as
 * after a change of its resolv.conf, what the old ones said is not given any more. Used on the event loop only.
 */
final class HostUpstreams {
    private static final int CACHE_BYTES = 8 << 20;

    /** Sandboxes learn of a change one after the other; older lists than these are nobody's. */
    private static final int MOST_LISTS = 4;

    private final UpstreamSockets sockets;
    private final Clockwork clock;
    private final Map<List<Server>, Upstreams> byServers = new LinkedHashMap<>(8, 0.75f, true);

    /** Questions that wait, of all sandboxes. */
    private int waiting;

    HostUpstreams(UpstreamSockets sockets, Clockwork clock) {
        this.sockets = sockets;
        this.clock = clock;
    }

    Upstreams of(List<Server> servers) {
        Upstreams known = byServers.computeIfAbsent(servers, list -> new Upstreams(list, sockets, clock, CACHE_BYTES));
        if (byServers.size() > MOST_LISTS) {
            List<Server> eldest = byServers.keySet().iterator().next();
            Upstreams old = byServers.remove(eldest);
            if (old != null) {
                old.close();
            }
        }
        return known;
    }

    int waiting() {
        return waiting;
    }

    void wait(int change) {
        waiting += change;
    }
}
