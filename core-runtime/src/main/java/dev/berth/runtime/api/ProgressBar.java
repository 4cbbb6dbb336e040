package dev.berth.runtime.api;

import java.util.Locale;

/** Progress drawn as Docker draws it: {@code [=====>    ]  1.2MB/2.4MB}. */
final class ProgressBar {
    private static final int WIDTH = 50;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private ProgressBar() {}

    /** @param total 0 if unknown */
    static String text(long current, long total) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%8s", size(current));
        }
        int full = (int) Math.min(WIDTH, current * WIDTH / total);
        String bar = "=".repeat(full) + ">" + " ".repeat(WIDTH - full);
        return String.format(Locale.ROOT, "[%s]  %6s/%s", bar, size(current), size(total));
    }

    /** Three digits at most, by powers of 1000. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return number(value) + UNITS[unit];
    }

    private static String number(double value) {
        String text = String.format(
                Locale.ROOT, value >= 1000 ? "%.0f" : value >= 100 ? "%.0f" : value >= 10 ? "%.2f" : "%.3f", value);
        String four = text.length() > 5 ? text.substring(0, 5) : text;
        return four.contains(".") ? four.replaceAll("0+$", "").replaceAll("\\.$", "") : four;
    }
}
