package dev.berth.runtime.cli.template;

/** A template that cannot be read, or does not fit what it is given; the text is Go's. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    TemplateException(String text) {
        super(text);
        this.text = text;
    }

    /** Go's words. */
    public String text() {
        return text;
    }
}
