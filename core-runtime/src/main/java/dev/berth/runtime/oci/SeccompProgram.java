package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.seccomp.ArgumentCheck;
import dev.berth.linux.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Compiles an OCI {@code linux.seccomp} as the OCI runtimes do, with the library that they use, so that a runtime that
 * takes the result need not do it anew for each container.
 *
 * @see <a href="https://github.com/containers/crun/blob/1.8.1/crun.1.md">crun(1), run.oci.seccomp_bpf_data</a>
 */
final class SeccompProgram {
    /** The annotation by which crun takes one. */
    static final String ANNOTATION = "run.oci.seccomp_bpf_data";

    private static final int EPERM = 1;

    private SeccompProgram() {}

    /**
     * The kernel's program in base64.
     *
     * @return empty where the OCI runtime has to see to it: there is no libseccomp, or it says something of which this
     *     knows nothing
     */
    static Optional<String> of(ObjectNode seccomp) {
        try {
            int defaultAction = action(
                    seccomp.path("defaultAction").asText(),
                    seccomp.path("defaultErrnoRet").asInt(EPERM));
            return SeccompFilter.open(defaultAction).map(filter -> compiled(seccomp, filter, defaultAction));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static String compiled(ObjectNode seccomp, SeccompFilter open, int defaultAction) {
        try (SeccompFilter filter = open) {
            seccomp.path("architectures").forEach(name -> filter.addArchitecture(name.asText()));
            for (JsonNode rule : seccomp.path("syscalls")) {
                int action = action(
                        rule.path("action").asText(), rule.path("errnoRet").asInt(EPERM));
                if (action != defaultAction) {
                    rule.path("names").forEach(name -> add(filter, action, name.asText(), checks(rule)));
                }
            }
            return Base64.getEncoder().encodeToString(filter.program());
        }
    }

    /** Of conditions on one and the same argument, any is enough: libseccomp wants a rule for each. */
    private static void add(SeccompFilter filter, int action, String syscall, List<ArgumentCheck> checks) {
        long arguments = checks.stream().map(ArgumentCheck::argument).distinct().count();
        if (arguments == checks.size()) {
            filter.addRule(action, syscall, checks);
        } else {
            checks.forEach(check -> filter.addRule(action, syscall, List.of(check)));
        }
    }

    private static List<ArgumentCheck> checks(JsonNode rule) {
        List<ArgumentCheck> checks = new ArrayList<>();
        for (JsonNode argument : rule.path("args")) {
            checks.add(new ArgumentCheck(
                    argument.path("index").asInt(),
                    ArgumentCheck.Operator.valueOf(withoutPrefix("SCMP_CMP_", argument.path("op"))),
                    unsigned(argument.path("value")),
                    unsigned(argument.path("valueTwo"))));
        }
        return checks;
    }

    private static long unsigned(JsonNode number) {
        return number.bigIntegerValue().longValue();
    }

    private static String withoutPrefix(String prefix, JsonNode name) {
        String text = name.asText();
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException(text);
        }
        return text.substring(prefix.length());
    }

    private static int action(String name, int number) {
        return switch (name) {
            case "SCMP_ACT_ALLOW" -> SeccompFilter.ALLOW;
            case "SCMP_ACT_ERRNO" -> SeccompFilter.ERRNO | number & 0xffff;
            case "SCMP_ACT_TRACE" -> SeccompFilter.TRACE | number & 0xffff;
            case "SCMP_ACT_LOG" -> SeccompFilter.LOG;
            case "SCMP_ACT_TRAP" -> SeccompFilter.TRAP;
            case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> SeccompFilter.KILL_THREAD;
            case "SCMP_ACT_KILL_PROCESS" -> SeccompFilter.KILL_PROCESS;
            default -> throw new IllegalArgumentException("seccomp action " + name);
        };
    }
}
