package dev.berth.bridge.firewall;

import dev.berth.plugin.network.PortBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bindings that one element of the firewall says: a single one, or some that follow on each other and have the same
 * number on the host and in the container.
 *
 * @param size at least 1
 */
record PortRange(PortBinding first, int size) {
    private static final Comparator<PortBinding> ORDER = Comparator.<PortBinding, String>comparing(
                    binding -> binding.hostAddress().getHostAddress())
            .thenComparing(binding -> binding.container().protocol())
            .thenComparingInt(PortBinding::hostPort)
            .thenComparingInt(binding -> binding.container().number());

    /** The bindings, each on one host port, as few ranges. */
    static List<PortRange> of(List<PortBinding> bindings) {
        List<PortRange> ranges = new ArrayList<>();
        bindings.stream().distinct().sorted(ORDER).forEach(binding -> {
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).isFollowedBy(binding)) {
                ranges.set(last, new PortRange(ranges.get(last).first, ranges.get(last).size + 1));
            } else {
                ranges.add(new PortRange(binding, 1));
            }
        });
        return ranges;
    }

    private boolean isFollowedBy(PortBinding next) {
        return keepsNumber(first)
                && keepsNumber(next)
                && next.hostAddress().equals(first.hostAddress())
                && next.container().protocol() == first.container().protocol()
                && next.hostPort() == first.hostPort() + size;
    }

    private static boolean keepsNumber(PortBinding binding) {
        return binding.hostPort() == binding.container().number();
    }
}
