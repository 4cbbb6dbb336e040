package dev.berth.bridge.port;

import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import java.net.Inet4Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which bindings are to get one number: those that differ in nothing but the family of their unspecified address. */
final class PortGroups {
    private final Map<Key, Deque<List<Integer>>> alone = new HashMap<>();
    private final List<List<Integer>> groups = new ArrayList<>();

    private PortGroups() {}

    private record Key(boolean v4, ContainerPort container, int hostPort, int hostPortEnd) {
        static Key of(PortBinding binding, boolean v4) {
            return new Key(v4, binding.container(), binding.hostPort(), binding.hostPortEnd());
        }
    }

    /** Indices into the bindings, one or two to a group, by the first of each. In one pass, for there may be thousands. */
    static List<List<Integer>> of(List<PortBinding> bindings) {
        PortGroups groups = new PortGroups();
        for (int index = 0; index < bindings.size(); index++) {
            groups.add(index, bindings.get(index));
        }
        return groups.groups;
    }

    private void add(int index, PortBinding binding) {
        boolean v4 = binding.hostAddress() instanceof Inet4Address;
        if (binding.hostAddress().isAnyLocalAddress()) {
            Deque<List<Integer>> twins = alone.getOrDefault(Key.of(binding, !v4), new ArrayDeque<>());
            if (!twins.isEmpty()) {
                twins.remove().add(index);
                return;
            }
        }
        List<Integer> group = new ArrayList<>(List.of(index));
        groups.add(group);
        if (binding.hostAddress().isAnyLocalAddress()) {
            alone.computeIfAbsent(Key.of(binding, v4), key -> new ArrayDeque<>())
                    .add(group);
        }
    }
}
