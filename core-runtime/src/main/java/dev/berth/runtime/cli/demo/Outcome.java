package dev.berth.runtime.cli.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command did; each check gives the outcome back, or throws.
 *
 * @param line the command as it was typed
 * @param code what it exited with
 * @param out standard output
 * @param err standard error
 */
record Outcome(String line, int code, String out, String err) {
    /** Exited with 0. */
    Outcome works() {
        return exits(0);
    }

    /** Exited with this code. */
    Outcome exits(int expected) {
        if (code != expected) {
            throw failure("exit status " + expected, "exit status " + code);
        }
        return this;
    }

    /** Printed this, among other things. */
    Outcome prints(String text) {
        if (!out.contains(text)) {
            throw failure("output with \"" + text + "\"", "something else");
        }
        return this;
    }

    /** Did not print this. */
    Outcome hides(String text) {
        if (out.contains(text)) {
            throw failure("no \"" + text + "\" in its output", "it");
        }
        return this;
    }

    /** Complained with this, among other things. */
    Outcome complains(String text) {
        if (code == 0 || !err.contains(text)) {
            throw failure("a refusal with \"" + text + "\"", "exit status " + code);
        }
        return this;
    }

    /** What the group of the pattern caught in the output. */
    String caught(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(out);
        if (!matcher.find()) {
            throw failure("output that matches " + pattern, "something else");
        }
        return matcher.group(1);
    }

    /** The output without white space around it. */
    String text() {
        return out.strip();
    }

    private DemoFailure failure(String expected, String came) {
        return new DemoFailure("expected " + expected + " of `" + line + "`, got " + came + "\n  stdout: " + out.strip()
                + "\n  stderr: " + err.strip());
    }
}
