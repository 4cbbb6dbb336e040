package dev.berth.runtime.cli.image;

/**
 * {@code REPOSITORY[:TAG]}.
 *
 * @param repository may be empty
 * @param tag may be empty
 */
public record Reference(String repository, String tag) {
    /** Splits at the colon after the last slash. */
    public static Reference of(String text) {
        int colon = text.lastIndexOf(':');
        return colon > text.lastIndexOf('/')
                ? new Reference(text.substring(0, colon), text.substring(colon + 1))
                : new Reference(text, "");
    }
}
