package dev.berth.bridge.firewall;

import java.util.Optional;

/**
 * A fact in a set or map of the skeleton.
 *
 * @param table {@code inet berth} or {@code bridge berth}
 * @param set name of the set or map
 * @param key in nft's words, parts joined by {@code " . "}
 * @param data what a map gives for the key; empty in a set
 * @see <a href="https://man7.org/linux/man-pages/man8/nft.8.html">nft(8), MAPS and SETS</a>
 */
public record Element(String table, String set, String key, Optional<String> data) {
    static Element ofSet(String table, String set, String key) {
        return new Element(table, set, key, Optional.empty());
    }

    static Element ofMap(String table, String set, String key, String data) {
        return new Element(table, set, key, Optional.of(data));
    }

    /** The set or map it belongs to, {@code inet berth bridges}. */
    String place() {
        return table + " " + set;
    }

    /** The element as {@code add element} wants it. */
    String text() {
        return key + data.map(value -> " : " + value).orElse("");
    }
}
