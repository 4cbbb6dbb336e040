package dev.berth.runtime.api;

import java.time.Duration;

/** Durations in Docker's words, as {@code docker ps} shows them. */
final class HumanTime {
    private static final int HOURS_PER_DAY = 24;

    private HumanTime() {}

    /** Such as {@code 3 minutes} or {@code About an hour}. */
    static String of(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = time.toMinutes();
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        long hours = Math.round(seconds / 3600.0);
        if (hours < 2 * HOURS_PER_DAY) {
            return hours == 1 ? "About an hour" : hours + " hours";
        }
        return ofDays(hours);
    }

    private static String ofDays(long hours) {
        long days = hours / HOURS_PER_DAY;
        if (days < 14) {
            return days + " days";
        }
        if (days < 60) {
            return days / 7 + " weeks";
        }
        return days < 730 ? days / 30 + " months" : days / 365 + " years";
    }
}
