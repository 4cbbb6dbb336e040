package dev.berth.bridge.firewall;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has which elements. One may have several owners, such as a hardware address that its user gave to containers of
 * two networks, and is there as long as it has one. Not safe for use by several threads.
 */
final class ElementOwners {
    private final Map<String, List<Element>> elements = new HashMap<>();
    private final Map<Element, Integer> owners = new LinkedHashMap<>();

    /** All that the owner has. */
    List<Element> of(String owner) {
        return elements.getOrDefault(owner, List.of());
    }

    /**
     * Gives the owner these elements, in place of those it had.
     *
     * @return those that nobody has any more
     */
    List<Element> set(String owner, List<Element> wanted) {
        List<Element> before = of(owner);
        wanted.forEach(element -> owners.merge(element, 1, Integer::sum));
        before.forEach(element -> owners.computeIfPresent(element, (same, count) -> count == 1 ? null : count - 1));
        if (wanted.isEmpty()) {
            elements.remove(owner);
        } else {
            elements.put(owner, wanted);
        }
        return before.stream()
                .filter(element -> !owners.containsKey(element))
                .distinct()
                .toList();
    }

    /** Each element that somebody has, once. */
    List<Element> all() {
        return List.copyOf(owners.keySet());
    }
}
