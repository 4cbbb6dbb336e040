package dev.berth.runtime.cli.template;

/** A template that cannot be read, or does not fit what it is given; the text is Go's. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final boolean execution;

    TemplateException(String text) {
        this(text, false);
    }

    TemplateException(String text, boolean execution) {
        super(text);
        this.text = text;
        this.execution = execution;
    }

    /** True if the template could be read, but does not fit what it is given. */
    public boolean isExecution() {
        return execution;
    }

    /** Go's words. */
    public String text() {
        return text;
    }
}
