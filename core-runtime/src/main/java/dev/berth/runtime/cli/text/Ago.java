package dev.berth.runtime.cli.text;

import java.time.Duration;
import java.time.Instant;

/**
 * Durations for people, in go-units' words.
 *
 * @see <a href="https://pkg.go.dev/github.com/docker/go-units#HumanDuration">HumanDuration</a>
 */
public final class Ago {
    private Ago() {}

    /** {@code About a minute ago}; {@code N/A} for a time that is not set. */
    public static String since(Instant then, Instant now) {
        return then.getEpochSecond() <= 0 ? "N/A" : words(Duration.between(then, now)) + " ago";
    }

    /** {@code 5 seconds}, {@code About an hour}, {@code 3 weeks}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = duration.toMinutes();
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        long hours = Math.round(seconds / 3600.0);
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        return hours < 24 * 365 * 2 ? hours / 24 / 30 + " months" : hours / 24 / 365 + " years";
    }
}
