package dev.berth.runtime.network;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of a container's endpoints gives it the default route and its published ports. */
final class GatewayChoice {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::priority)
            .thenComparing(candidate -> !candidate.internal())
            .thenComparingInt(candidate -> candidate.endpoint().gatewayFamilies())
            .reversed()
            .thenComparing(Candidate::networkName);

    private GatewayChoice() {}

    /**
     * Docker's order: highest priority, then networks that lead out, then both families before one, then the name.
     *
     * @return empty if none has a gateway
     */
    static Optional<LiveEndpoint> choose(Collection<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate ->
                        !candidate.internal() && candidate.endpoint().gatewayFamilies() > 0)
                .min(BEST_FIRST)
                .map(Candidate::endpoint);
    }

    /** @param priority Docker's {@code GwPriority}, higher is preferred */
    record Candidate(LiveEndpoint endpoint, String networkName, boolean internal, int priority) {}
}
