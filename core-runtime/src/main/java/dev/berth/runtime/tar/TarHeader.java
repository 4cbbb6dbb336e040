package dev.berth.runtime.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A header block of 512 bytes: fields at their places, numbers as octal text or base 256.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, basic format</a>
 */
final class TarHeader {
    static final int BLOCK = 512;
    static final Field NAME = new Field(0, 100);
    static final Field MODE = new Field(100, 8);
    static final Field UID = new Field(108, 8);
    static final Field GID = new Field(116, 8);
    static final Field SIZE = new Field(124, 12);
    static final Field MTIME = new Field(136, 12);
    static final Field CHECKSUM = new Field(148, 8);
    static final Field LINK_NAME = new Field(157, 100);
    static final Field MAGIC = new Field(257, 8);
    static final Field DEV_MAJOR = new Field(329, 8);
    static final Field DEV_MINOR = new Field(337, 8);
    static final Field PREFIX = new Field(345, 155);

    /** Of GNU's old format for files with holes, type {@code S}. */
    static final Field SPARSE_SIZE = new Field(483, 12);

    static final int SPARSE_BEGIN = 386;
    static final int SPARSE_MORE = 482;

    private static final int TYPE_OFFSET = 156;
    private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

    private final byte[] block;

    /** @param block 512 bytes, kept */
    TarHeader(byte[] block) {
        this.block = block;
    }

    static TarHeader empty(char type) {
        TarHeader header = new TarHeader(new byte[BLOCK]);
        header.block[TYPE_OFFSET] = (byte) type;
        header.text(MAGIC, USTAR);
        return header;
    }

    record Field(int offset, int length) {
        /** The largest number that fits as octal text with its end mark. */
        long maximum() {
            return (1L << 3 * (length - 1)) - 1;
        }
    }

    /** The byte there. */
    byte octet(int offset) {
        return block[offset];
    }

    char type() {
        return (char) (block[TYPE_OFFSET] & 0xff);
    }

    /** True for POSIX archives, whose long names continue in {@link #PREFIX}; GNU puts other things there. */
    boolean isUstar() {
        return Arrays.equals(Arrays.copyOfRange(block, MAGIC.offset, MAGIC.offset + 6), Arrays.copyOf(USTAR, 6));
    }

    byte[] text(Field field) {
        int end = field.offset;
        while (end < field.offset + field.length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, field.offset, end);
    }

    void text(Field field, byte[] value) {
        System.arraycopy(value, 0, block, field.offset, value.length);
    }

    long number(Field field) throws TarFormatException {
        if ((block[field.offset] & 0x80) != 0) {
            return base256(field);
        }
        String text = new String(text(field), StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text, 8);
        } catch (NumberFormatException notOctal) {
            throw new TarFormatException("bad number '" + text + "' at " + field.offset + " of a header", notOctal);
        }
    }

    private long base256(Field field) throws TarFormatException {
        boolean negative = (block[field.offset] & 0x40) != 0;
        long value = negative ? -1L : 0;
        for (int i = 0; i < field.length; i++) {
            int digit = block[field.offset + i] & 0xff;
            if (i == 0) {
                digit = negative ? digit : digit & 0x7f;
            }
            if (value != value << 8 >> 8) {
                throw new TarFormatException("number at " + field.offset + " of a header does not fit in 64 bits");
            }
            value = value << 8 | digit;
        }
        return value;
    }

    /** Octal, zero filled; the caller knows that it fits. */
    void number(Field field, long value) {
        octal(field.offset, field.length - 1, value);
    }

    /** The checksum as the bytes give it, with blanks in its own place. */
    long sum(boolean signed) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM.offset && i < CHECKSUM.offset + CHECKSUM.length;
            int value = own ? ' ' : block[i];
            sum += signed ? value : value & 0xff;
        }
        return sum;
    }

    boolean checksumHolds() {
        String digits = new String(text(CHECKSUM), StandardCharsets.ISO_8859_1).strip();
        if (!digits.matches("[0-7]{1,8}")) {
            return false;
        }
        long stored = Long.parseLong(digits, 8);
        return stored == sum(false) || stored == sum(true);
    }

    /** The block with its checksum filled in. */
    byte[] sealed() {
        int sum = CHECKSUM.length * ' ';
        for (byte each : block) {
            sum += each & 0xff;
        }
        for (int i = CHECKSUM.offset; i < CHECKSUM.offset + CHECKSUM.length; i++) {
            sum -= block[i] & 0xff;
        }
        octal(CHECKSUM.offset, CHECKSUM.length - 2, sum);
        block[CHECKSUM.offset + CHECKSUM.length - 2] = 0;
        block[CHECKSUM.offset + CHECKSUM.length - 1] = ' ';
        return block;
    }

    private void octal(int offset, int digits, long value) {
        long left = value;
        for (int at = offset + digits - 1; at >= offset; at--) {
            block[at] = (byte) ('0' + (left & 7));
            left >>>= 3;
        }
    }

    boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The size field if it holds a plausible number. */
    OptionalLong size() throws TarFormatException {
        long size = number(SIZE);
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
