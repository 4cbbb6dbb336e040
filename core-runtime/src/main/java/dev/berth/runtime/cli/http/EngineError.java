package dev.berth.runtime.cli.http;

/** The engine refused a request; the message is its own. */
public final class EngineError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    EngineError(int status, String text) {
        super(text);
        this.status = status;
        this.text = text;
    }

    /** HTTP status, 400..599. */
    public int status() {
        return status;
    }

    /** The engine's words, without any prefix. */
    public String text() {
        return text;
    }

    /** What Docker's command prints: the words after {@code Error response from daemon: }. */
    public String shown() {
        return "Error response from daemon: " + text;
    }
}
