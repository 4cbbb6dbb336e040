package dev.berth.runtime.cli.doctor;

import java.util.Optional;

/**
 * What one look at the host gave.
 *
 * @param verdict how bad it is
 * @param subject what was looked at
 * @param found what is there
 * @param advice what to do; empty if nothing need be done
 */
record Finding(Verdict verdict, String subject, String found, Optional<String> advice) {
    /** How bad a finding is. */
    enum Verdict {
        /** As it should be. */
        OK("ok"),
        /** Works, with something missing. */
        WARNING("warning"),
        /** The engine does not work so. */
        PROBLEM("problem");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding ok(String subject, String found) {
        return new Finding(Verdict.OK, subject, found, Optional.empty());
    }

    static Finding warning(String subject, String found, String advice) {
        return new Finding(Verdict.WARNING, subject, found, Optional.of(advice));
    }

    static Finding problem(String subject, String found, String advice) {
        return new Finding(Verdict.PROBLEM, subject, found, Optional.of(advice));
    }
}
