package dev.berth.runtime.cli;

/** A flag that does not exist or a value that does not fit it; told with a hint to the command's help. */
public final class FlagException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    /** @param text one line */
    public FlagException(String text) {
        super(text);
        this.text = text;
    }

    /** What stderr gets. */
    public String text() {
        return text;
    }
}
