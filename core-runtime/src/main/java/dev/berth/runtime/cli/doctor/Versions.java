package dev.berth.runtime.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of programs and kernels, compared number by number. */
final class Versions {
    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)+");

    private Versions() {}

    /** The first dotted number in a text; empty if there is none. */
    static String in(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    /** True if {@code version} is {@code least} or newer; a text without numbers is not. */
    static boolean atLeast(String version, String least) {
        List<Integer> have = parts(version);
        List<Integer> want = parts(least);
        if (have.isEmpty()) {
            return false;
        }
        for (int place = 0; place < want.size(); place++) {
            int mine = place < have.size() ? have.get(place) : 0;
            if (mine != want.get(place)) {
                return mine > want.get(place);
            }
        }
        return true;
    }

    private static List<Integer> parts(String version) {
        List<Integer> parts = new ArrayList<>();
        for (String part : in(version).split("\\.")) {
            if (!part.isEmpty()) {
                parts.add(Integer.parseInt(part));
            }
        }
        return parts;
    }
}
