package dev.berth.runtime.cli;

/** Ends a command with an exit code and words on stderr. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String text;
    private final boolean plain;

    /** @param text what stderr gets, without the last newline; nothing is printed if it is empty */
    public CliException(int exitCode, String text) {
        this(exitCode, text, false);
    }

    private CliException(int exitCode, String text, boolean plain) {
        super(text);
        this.exitCode = exitCode;
        this.text = text;
        this.plain = plain;
    }

    /** As the constructor's, but never with the program's name before it nor a hint after it. */
    public static CliException plain(int exitCode, String text) {
        return new CliException(exitCode, text, true);
    }

    /** True if the text is printed as it is whatever the command. */
    boolean isPlain() {
        return plain;
    }

    /** What the process exits with. */
    public int exitCode() {
        return exitCode;
    }

    /** What stderr gets. */
    public String text() {
        return text;
    }
}
