package dev.berth.runtime.spec;

import dev.berth.plugin.EngineException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes as Docker reads them: {@code 512m}, {@code 1.5GiB}, {@code 64 KB}; units are powers of 1024.
 *
 * @see <a href="https://pkg.go.dev/github.com/docker/go-units#RAMInBytes">go-units RAMInBytes</a>
 */
public final class ByteSize {
    private static final Pattern SHAPE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtpKMGTP])?[iI]?[bB]?");
    private static final String UNITS = "kmgtp";

    private ByteSize() {}

    /** Whether it is such a text. */
    public static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * Reads a size.
     *
     * @return bytes, 0 or more; a size beyond that of any file is the largest
     * @throws EngineException.InvalidParameter {@code invalid size: 'x'}
     */
    public static long parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new EngineException.InvalidParameter("invalid size: '" + text + "'");
        }
        String unit = shape.group(2);
        int power = unit == null ? 0 : UNITS.indexOf(unit.toLowerCase(Locale.ROOT)) + 1;
        return new BigDecimal(shape.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * power)))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
