package dev.berth.runtime.oci;

import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Optional;

/**
 * {@code --security-opt}, read.
 *
 * @param noNewPrivileges programs gain nothing from set-user-ID bits or file capabilities
 * @param seccomp {@code unconfined}, the text of a profile, or empty for the default profile
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#security-opt">docker run, security-opt</a>
 */
record SecurityOptions(boolean noNewPrivileges, Optional<String> seccomp) {
    private static final String UNCONFINED = "unconfined";

    /** True where no seccomp filter is to be set. */
    boolean seccompUnconfined() {
        return seccomp.filter(UNCONFINED::equals).isPresent();
    }

    /** @throws EngineException.InvalidParameter an option that is none, with Docker's text */
    static SecurityOptions parse(List<String> options) {
        boolean noNewPrivileges = false;
        Optional<String> seccomp = Optional.empty();
        for (String option : options) {
            if (option.equals("no-new-privileges")) {
                noNewPrivileges = true;
                continue;
            }
            int separator = separator(option);
            String value = option.substring(separator + 1);
            switch (option.substring(0, separator)) {
                case "no-new-privileges" -> noNewPrivileges = flag(option, value);
                case "seccomp" -> seccomp = value.equals("builtin") ? Optional.empty() : Optional.of(value);
                // Without the security module there is nothing that a label or profile could change.
                case "label", "apparmor" -> {}
                default -> throw new EngineException.InvalidParameter("invalid --security-opt 2: \"" + option + "\"");
            }
        }
        return new SecurityOptions(noNewPrivileges, seccomp);
    }

    private static int separator(String option) {
        int equals = option.indexOf('=');
        int separator = equals >= 0 ? equals : option.indexOf(':');
        if (separator < 0) {
            throw new EngineException.InvalidParameter("invalid --security-opt 1: \"" + option + "\"");
        }
        return separator;
    }

    private static boolean flag(String option, String value) {
        return switch (value) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default -> throw new EngineException.InvalidParameter("invalid --security-opt 2: \"" + option + "\"");
        };
    }
}
