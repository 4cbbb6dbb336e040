package dev.berth.bridge.firewall;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Transactions in nft's language. */
final class NftText {
    private NftText() {}

    /** Adds the elements; one that is there already is no failure. */
    static String add(Collection<Element> elements) {
        return statements("add element ", elements, Element::text);
    }

    /**
     * Takes the elements out, whether they are there or not: adding what exists is no failure, and deleting in the same
     * transaction what was just added leaves nothing. ({@code destroy element} needs Linux 6.3.)
     */
    static String remove(Collection<Element> elements) {
        return add(elements) + statements("delete element ", elements, Element::key);
    }

    private static String statements(String verb, Collection<Element> elements, Function<Element, String> text) {
        Map<String, String> byPlace = elements.stream()
                .collect(Collectors.groupingBy(
                        Element::place, LinkedHashMap::new, Collectors.mapping(text, Collectors.joining(", "))));
        StringBuilder statements = new StringBuilder();
        byPlace.forEach((place, list) ->
                statements.append(verb).append(place).append(" { ").append(list).append(" }\n"));
        return statements.toString();
    }
}
