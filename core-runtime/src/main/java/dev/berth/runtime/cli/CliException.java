package dev.berth.runtime.cli;

/** Ends a command with an exit code and words on stderr. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String text;

    /** @param text what stderr gets, without the last newline; nothing is printed if it is empty */
    public CliException(int exitCode, String text) {
        super(text);
        this.exitCode = exitCode;
        this.text = text;
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
