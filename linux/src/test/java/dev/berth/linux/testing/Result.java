package dev.berth.linux.testing;

/**
 * How a program ended.
 *
 * @param exit its code, 128 + signal if one ended it
 * @param out what it wrote to standard output, UTF-8
 * @param err what it wrote to standard error, UTF-8
 */
public record Result(int exit, String out, String err) {
    public boolean ok() {
        return exit == 0;
    }

    /**
     * The standard output without surrounding white space.
     *
     * @throws AssertionError with all there is to see, if the program failed
     */
    public String text() {
        orFail();
        return out.strip();
    }

    /** This. @throws AssertionError with all there is to see, if the program failed */
    public Result orFail() {
        if (exit != 0) {
            throw new AssertionError("exit code " + exit + "\nout: " + out + "\nerr: " + err);
        }
        return this;
    }
}
