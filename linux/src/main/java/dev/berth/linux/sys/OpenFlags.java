package dev.berth.linux.sys;

/** Flags of open(2) on x86-64, from {@code asm-generic/fcntl.h}; they are or-ed together. */
public final class OpenFlags {
    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0x40;
    public static final int EXCLUSIVE = 0x80;
    public static final int NO_CTTY = 0x100;
    public static final int TRUNCATE = 0x200;
    public static final int APPEND = 0x400;
    public static final int NONBLOCK = 0x800;
    public static final int DIRECTORY = 0x10000;
    public static final int NOFOLLOW = 0x20000;
    /** Reading leaves the time of the last access alone; for the file's owner and for root. */
    public static final int NO_ATIME = 0x40000;

    public static final int CLOEXEC = 0x80000;
    /** Only a place in the tree: nothing is opened, no driver is asked, nothing can be read. */
    public static final int PATH = 0x200000;

    private OpenFlags() {}
}
