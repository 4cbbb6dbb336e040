package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Line;

/** A step that did not work; the message ends with file, line and instruction. */
public final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    private StepFailure(String message, int code, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Of whatever went wrong in it. */
    static StepFailure of(RuntimeException failure, String file, Line line) {
        if (failure instanceof StepFailure known) {
            return known;
        }
        int code = failure instanceof ExitFailure exit ? exit.code() : 0;
        return new StepFailure(failure.getMessage() + " " + line.place(file), code, failure);
    }

    /** Exit code of the step's program; 0 if that was not what went wrong. */
    public int code() {
        return code;
    }

    /** The program of a step ended with a code that is not 0. */
    static final class ExitFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int code;

        ExitFailure(String command, int code) {
            super("The command '" + command + "' returned a non-zero code: " + code);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** True if it is the Dockerfile's or the step's fault, and not the engine's. */
    public boolean isExpected() {
        return getCause() instanceof EngineException || getCause() instanceof ExitFailure;
    }
}
