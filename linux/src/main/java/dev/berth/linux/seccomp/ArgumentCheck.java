package dev.berth.linux.seccomp;

import com.sun.jna.Memory;

/**
 * A condition of a rule: what an argument of the system call must be.
 *
 * @param argument which, 0..5
 * @param operator how it is compared
 * @param value what with, unsigned; for {@link Operator#MASKED_EQ} the mask
 * @param second what the masked argument must equal; else 0
 */
public record ArgumentCheck(int argument, Operator operator, long value, long second) {
    /** Bytes of {@code struct scmp_arg_cmp}. */
    static final int SIZE = 24;

    private static final int MOST_ARGUMENTS = 6;

    public ArgumentCheck {
        if (argument < 0 || argument >= MOST_ARGUMENTS) {
            throw new IllegalArgumentException("argument " + argument + " of a system call");
        }
    }

    /** {@code enum scmp_compare}, whose first number is 1. */
    public enum Operator {
        NE,
        LT,
        LE,
        EQ,
        GE,
        GT,
        MASKED_EQ
    }

    void writeTo(Memory array, int index) {
        long at = (long) index * SIZE;
        array.setInt(at, argument);
        array.setInt(at + 4, operator.ordinal() + 1);
        array.setLong(at + 8, value);
        array.setLong(at + 16, second);
    }
}
