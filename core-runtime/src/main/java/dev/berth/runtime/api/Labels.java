package dev.berth.runtime.api;

import java.util.Map;

/** The {@code label} filter: {@code KEY} or {@code KEY=VALUE}. */
final class Labels {
    private Labels() {}

    static boolean matches(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
