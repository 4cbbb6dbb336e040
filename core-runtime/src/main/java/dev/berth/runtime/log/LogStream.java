package dev.berth.runtime.log;

/** Which standard stream something was written to. */
public enum LogStream {
    STDOUT("stdout"),
    STDERR("stderr");

    private final String word;

    LogStream(String word) {
        this.word = word;
    }

    /** As it is called in log files. */
    public String word() {
        return word;
    }

    /** The stream of that name; anything but {@code stderr} counts as standard output. */
    static LogStream of(String word) {
        return word.equals(STDERR.word) ? STDERR : STDOUT;
    }
}
