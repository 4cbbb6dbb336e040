package dev.berth.runtime.app.settings;

import java.util.List;
import java.util.Optional;

/**
 * One thing the daemon can be told, by flag or in the configuration file.
 *
 * @param flag long flag without dashes; empty if only the file has it
 * @param letter one-letter flag without dash; empty if none
 * @param key key in the configuration file; empty if only the flag exists
 * @param kind shape of its value
 * @param fallback value when nobody gives one; empty if none
 * @param help what {@code --help} says
 * @see <a href="https://docs.docker.com/reference/cli/dockerd/">dockerd</a>
 */
public record Directive(String flag, String letter, String key, Kind kind, String fallback, String help) {

    /** Shape of a value. */
    public enum Kind {
        BOOL("bool"),
        INT("int"),
        STRING("string"),
        /** Given several times, or a JSON array of strings. */
        LIST("list"),
        /** {@code key=value}, or a JSON object of strings. */
        MAP("map"),
        /** {@code base=CIDR,size=N}, or a JSON array of objects with these. */
        POOLS("pool-options"),
        /** {@code name=soft[:hard]}, or a JSON object of objects. */
        ULIMITS("ulimit"),
        /** {@code name=path}, or a JSON object of objects with {@code path}. */
        RUNTIMES("runtime"),
        /** Any JSON value; taken and not looked at. */
        ANY("string");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** How help names it. */
        public String word() {
            return word;
        }

        /** True if it may be given more than once. */
        public boolean repeats() {
            return this == LIST || this == MAP || this == POOLS || this == ULIMITS || this == RUNTIMES;
        }
    }

    /** The name values are kept under: the file's key, or the flag where the file has none. */
    public String name() {
        return key.isEmpty() ? flag : key;
    }

    /** The directive of this key in the configuration file. */
    public static Optional<Directive> ofKey(String key) {
        return all().stream().filter(d -> !key.isEmpty() && d.key.equals(key)).findFirst();
    }

    /** Every directive, in the order of {@code --help}. */
    public static List<Directive> all() {
        return DirectiveTable.ALL;
    }
}
