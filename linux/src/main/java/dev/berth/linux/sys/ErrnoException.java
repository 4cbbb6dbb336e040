package dev.berth.linux.sys;

/** A system call failed: {@code mount(/a on /b): EBUSY (Device or resource busy)}. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final Errno errno;

    /**
     * @param call name of the system call, or of the netlink request
     * @param detail what it was called on, may be empty
     * @param number errno, 1..133
     */
    public ErrnoException(String call, String detail, int number) {
        super(call + "(" + detail + "): " + describe(number));
        this.call = call;
        this.errno = Errno.of(number);
    }

    /**
     * @param reason the kernel's own words, such as an extended acknowledgement
     */
    public ErrnoException(String call, String detail, int number, String reason) {
        super(call + "(" + detail + "): " + describe(number) + ": " + reason);
        this.call = call;
        this.errno = Errno.of(number);
    }

    private static String describe(int number) {
        Errno errno = Errno.of(number);
        return errno == Errno.UNKNOWN ? "errno " + number : errno + " (" + errno.text() + ")";
    }

    /** The system call that failed. */
    public String call() {
        return call;
    }

    /** Why it failed. */
    public Errno errno() {
        return errno;
    }
}
