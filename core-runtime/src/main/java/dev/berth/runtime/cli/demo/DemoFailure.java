package dev.berth.runtime.cli.demo;

/** A step did not do what it should. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    DemoFailure(String why) {
        super(why);
        this.why = why;
    }

    /** What was expected and what came. */
    String why() {
        return why;
    }
}
