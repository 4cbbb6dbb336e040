package dev.berth.runtime.event;

/**
 * How long the steps of one piece of work took, for the daemon's log at level debug: {@code rootfs=1.31 network=5.20
 * total=6.51}, in milliseconds. For the thread that does the work.
 */
public final class StepTimes {
    private final long begin = System.nanoTime();
    private final StringBuilder text = new StringBuilder();
    private long last = begin;

    private StepTimes() {}

    /** Starts the clock. */
    public static StepTimes begin() {
        return new StepTimes();
    }

    /** The step so called, which began with the end of the one before, is done. */
    public void done(String step) {
        long now = System.nanoTime();
        append(step, now - last);
        last = now;
    }

    private void append(String step, long nanos) {
        text.append(step).append('=').append(milliseconds(nanos)).append(' ');
    }

    /** With the time since the beginning, called {@code total}. */
    @Override
    public String toString() {
        return text + "total=" + milliseconds(System.nanoTime() - begin);
    }

    /** Without {@code String.format}, which costs more than what it would be told of. */
    private static String milliseconds(long nanos) {
        long hundredths = Math.max(0, nanos) / 10_000;
        return hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100;
    }
}
