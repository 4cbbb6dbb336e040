package dev.berth.runtime.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a process: defaults, overridden by what follows, in the order in which names first came up. */
final class Environment {
    static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Map<String, String> byName = new LinkedHashMap<>();

    /** @param tty adds {@code TERM} */
    Environment(String hostname, boolean tty) {
        byName.put("PATH", DEFAULT_PATH);
        if (!hostname.isEmpty()) {
            byName.put("HOSTNAME", hostname);
        }
        if (tty) {
            byName.put("TERM", "xterm");
        }
    }

    /** {@code NAME=value} sets, {@code NAME} alone takes away. */
    Environment with(List<String> variables) {
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                byName.put(variable.substring(0, equals), variable.substring(equals + 1));
            } else if (equals < 0) {
                byName.remove(variable);
            }
        }
        return this;
    }

    /** Sets it unless it is there. */
    Environment orElse(String name, String value) {
        byName.putIfAbsent(name, value);
        return this;
    }

    List<String> variables() {
        return byName.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }
}
