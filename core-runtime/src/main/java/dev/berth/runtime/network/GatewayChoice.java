package dev.berth.runtime.network;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Which of a container's endpoints give it its default routes and its published ports. */
final class GatewayChoice {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::priority)
            .thenComparing(candidate -> !candidate.internal())
            .thenComparingInt(candidate -> candidate.endpoint().gatewayFamilies())
            .reversed()
            .thenComparing(Candidate::networkName);

    private GatewayChoice() {}

    /**
     * For each family the first that has a gateway of it, in Docker's order: highest priority, then networks that lead
     * out, then both families before one, then the name. Internal networks are none.
     */
    static Gateways choose(Collection<Candidate> candidates) {
        List<LiveEndpoint> ordered = candidates.stream()
                .filter(candidate -> !candidate.internal())
                .sorted(BEST_FIRST)
                .map(Candidate::endpoint)
                .toList();
        return new Gateways(first(ordered, LiveEndpoint::gateway4), first(ordered, LiveEndpoint::gateway6));
    }

    private static String first(List<LiveEndpoint> ordered, Function<LiveEndpoint, String> gateway) {
        return ordered.stream()
                .filter(endpoint -> !gateway.apply(endpoint).isEmpty())
                .map(LiveEndpoint::id)
                .findFirst()
                .orElse("");
    }

    /** @param priority Docker's {@code GwPriority}, higher is preferred */
    record Candidate(LiveEndpoint endpoint, String networkName, boolean internal, int priority) {}
}
