package dev.berth.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The terminal behind a descriptor of this process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/ioctl_tty.2.html">ioctl_tty(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man3/termios.3.html">termios(3), cfmakeraw</a>
 */
public final class Terminal {
    /** {@code asm-generic/ioctls.h}. */
    private static final long TCGETS = 0x5401;

    private static final long TCSETSW = 0x5403;
    private static final long TIOCGWINSZ = 0x5413;
    /** {@code struct termios} of the kernel: four words, the line discipline, 19 control characters. */
    private static final int TERMIOS_SIZE = 36;

    private static final int INPUT_OFF = 0x5eb;
    private static final int LOCAL_OFF = 0x804b;
    private static final int CONTROL_OFF = 0x130;
    private static final int CONTROL_ON = 0x30;
    private static final int OUTPUT_OFF = 0x1;
    private static final int VMIN = 17 + 6;
    private static final int VTIME = 17 + 5;

    private Terminal() {}

    /**
     * Size of a terminal in characters.
     *
     * @param rows 0 if the terminal does not say
     * @param columns 0 if the terminal does not say
     */
    public record Size(int rows, int columns) {}

    /** A terminal in raw mode; closing gives back the mode it had. */
    public static final class Raw implements AutoCloseable {
        private final int fd;
        private final byte[] before;

        private Raw(int fd, byte[] before) {
            this.fd = fd;
            this.before = before.clone();
        }

        @Override
        public void close() {
            set(fd, before);
        }
    }

    /** True if the descriptor is a terminal. */
    public static boolean isTerminal(int fd) {
        return LibC.ioctl(fd, TCGETS, new byte[TERMIOS_SIZE]) == 0;
    }

    /** Its size; empty if it is no terminal. */
    public static Optional<Size> size(int fd) {
        byte[] answer = new byte[8];
        if (LibC.ioctl(fd, TIOCGWINSZ, answer) != 0) {
            return Optional.empty();
        }
        ByteBuffer size = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        return Optional.of(new Size(size.getShort(0) & 0xffff, size.getShort(2) & 0xffff));
    }

    /**
     * Passes every key through at once, unchanged and without echo, and output unchanged too.
     *
     * @throws ErrnoException ENOTTY if it is no terminal
     */
    public static Raw raw(int fd) {
        byte[] before = new byte[TERMIOS_SIZE];
        Syscalls.check("ioctl", "TCGETS " + fd, () -> LibC.ioctl(fd, TCGETS, before));
        ByteBuffer mode = ByteBuffer.wrap(before.clone()).order(ByteOrder.nativeOrder());
        mode.putInt(0, mode.getInt(0) & ~INPUT_OFF);
        mode.putInt(4, mode.getInt(4) & ~OUTPUT_OFF);
        mode.putInt(8, mode.getInt(8) & ~CONTROL_OFF | CONTROL_ON);
        mode.putInt(12, mode.getInt(12) & ~LOCAL_OFF);
        mode.put(VMIN, (byte) 1);
        mode.put(VTIME, (byte) 0);
        set(fd, mode.array());
        return new Raw(fd, before);
    }

    private static void set(int fd, byte[] mode) {
        Syscalls.check("ioctl", "TCSETSW " + fd, () -> LibC.ioctl(fd, TCSETSW, mode));
    }
}
