package dev.berth.runtime.cli;

import dev.berth.runtime.spec.ApiVersion;

/**
 * A flag of a command.
 *
 * @param name long name without dashes; empty if there is only a letter
 * @param letter one-letter name without dash; empty if there is none
 * @param type what help calls its value ({@code string}, {@code list}, {@code int}, {@code bytes} ...); empty for an
 *     on-off flag
 * @param fallback value when it is not given
 * @param help what it does
 * @param since the API version that brought what it asks for; {@link ApiVersion#OLDEST} if every engine has it
 */
public record Flag(String name, String letter, String type, String fallback, String help, ApiVersion since) {
    /** A flag for every engine. */
    public Flag(String name, String letter, String type, String fallback, String help) {
        this(name, letter, type, fallback, help, ApiVersion.OLDEST);
    }

    /** An on-off flag, off by default. */
    public static Flag toggle(String name, String letter, String help) {
        return new Flag(name, letter, "", "false", help);
    }

    /** A flag with a value, none by default. */
    public static Flag value(String name, String letter, String type, String help) {
        return new Flag(name, letter, type, "", help);
    }

    /** A flag that may be given again and again. */
    public static Flag list(String name, String letter, String help) {
        return new Flag(name, letter, "list", "", help);
    }

    /** The same flag with a default. */
    public Flag or(String value) {
        return new Flag(name, letter, type, value, help, since);
    }

    /** The same flag, for engines of API version {@code 1.minor} and newer. */
    public Flag since(int minor) {
        return new Flag(name, letter, type, fallback, help, new ApiVersion(1, minor));
    }

    /** True if it takes no value. */
    public boolean isToggle() {
        return type.isEmpty();
    }

    /** True if every value given counts, not only the last. */
    public boolean repeats() {
        return switch (type) {
            case "list", "map", "strings", "filter", "mount", "ulimit", "network", "pool-options", "runtime" -> true;
            default -> false;
        };
    }

    /** How messages name it: {@code -m, --memory}. */
    public String shown() {
        return letter.isEmpty() ? "--" + name : "-" + letter + ", --" + name;
    }
}
