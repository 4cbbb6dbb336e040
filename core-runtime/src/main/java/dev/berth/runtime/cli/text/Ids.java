package dev.berth.runtime.cli.text;

/** Object ids as people see them. */
public final class Ids {
    private static final int SHORT = 12;

    private Ids() {}

    /** The first twelve digits, without the algorithm; or all of it. */
    public static String shown(String id, boolean whole) {
        if (whole) {
            return id;
        }
        String digits = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
        return digits.length() > SHORT ? digits.substring(0, SHORT) : digits;
    }

    /** The text cut to a number of characters, its last one then an ellipsis. */
    public static String ellipsis(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
