package dev.berth.runtime.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Sizes for people.
 *
 * @see <a href="https://pkg.go.dev/github.com/docker/go-units">go-units</a>
 */
public final class Sizes {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Sizes() {}

    /** Powers of 1000 with three digits: {@code 1.24MB}. */
    public static String human(double bytes) {
        return scaled(bytes, 1000, DECIMAL, 3);
    }

    /** Powers of 1000 with four digits: {@code 1.235MB}. */
    public static String precise(double bytes) {
        return scaled(bytes, 1000, DECIMAL, 4);
    }

    /** Powers of 1024 with four digits: {@code 1.234MiB}. */
    public static String binary(double bytes) {
        return scaled(bytes, 1024, BINARY, 4);
    }

    private static String scaled(double size, double base, String[] units, int digits) {
        int unit = 0;
        double value = size;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return text + units[unit];
    }
}
