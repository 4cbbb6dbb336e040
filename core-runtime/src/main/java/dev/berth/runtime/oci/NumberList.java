package dev.berth.runtime.oci;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kernel's way to write a set of numbers, as {@code 0-3,8}. */
final class NumberList {
    private static final Pattern PART = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

    private NumberList() {}

    /** The set; empty if the text is no such list. */
    static Optional<BitSet> parse(String text) {
        BitSet numbers = new BitSet();
        if (text.isBlank()) {
            return Optional.of(numbers);
        }
        for (String part : text.strip().split(",", -1)) {
            var matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first) {
                return Optional.empty();
            }
            numbers.set(first, last + 1);
        }
        return Optional.of(numbers);
    }
}
