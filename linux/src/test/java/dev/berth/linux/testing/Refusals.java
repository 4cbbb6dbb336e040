package dev.berth.linux.testing;

import dev.berth.linux.sys.Errno;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Which of the requests to a kernel it refuses: the one that a test chooses by its number, and others by their words. */
public final class Refusals {
    /**
     * What came of a step.
     *
     * @param failure what it threw
     * @param reached whether the request that was to be refused came at all
     */
    public record Trial(Optional<RuntimeException> failure, boolean reached) {}

    private Errno reason = Errno.EIO;
    private Predicate<String> always = request -> false;
    private Predicate<String> counted = request -> true;
    private int refused = -1;
    private int came;

    /** Does a step while the request of that number, counted from 0, and those others are refused, with this reason. */
    public Trial during(int number, Errno why, Predicate<String> others, Runnable step) {
        refuse(number, why, others);
        Optional<RuntimeException> failure = Optional.empty();
        try {
            step.run();
        } catch (RuntimeException told) {
            failure = Optional.of(told);
        }
        Trial trial = new Trial(failure, hasRefused());
        obey();
        return trial;
    }

    /** From now on: refuses the request of that number, counted from 0, and those others, with this reason. */
    public synchronized void refuse(int number, Errno why, Predicate<String> others) {
        came = 0;
        refused = number;
        reason = why;
        always = others;
    }

    /** Only such requests have numbers; all have, without it. */
    public synchronized void count(Predicate<String> these) {
        counted = these;
    }

    /** From now on: refuses nothing. */
    public synchronized void obey() {
        refuse(-1, Errno.EIO, request -> false);
    }

    /** True if the request of that number has come. */
    public synchronized boolean hasRefused() {
        return refused >= 0 && came > refused;
    }

    /** How many came of those that have numbers. */
    public synchronized int came() {
        return came;
    }

    /** A request that comes; the reason if it is refused. */
    public synchronized Optional<Errno> onRequest(String request) {
        boolean counts = counted.test(request);
        boolean chosen = counts && came == refused;
        came += counts ? 1 : 0;
        return chosen || always.test(request) ? Optional.of(reason) : Optional.empty();
    }

    /** A request to a file that comes. @throws FileSystemException it is refused, in the JDK's words */
    public void onFile(String request, Path file) throws FileSystemException {
        Optional<Errno> refusal = onRequest(request + " " + file);
        if (refusal.isPresent()) {
            throw new FileSystemException(file.toString(), null, refusal.get().text());
        }
    }
}
