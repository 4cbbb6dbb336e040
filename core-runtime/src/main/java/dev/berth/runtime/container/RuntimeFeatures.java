package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.ProgramRun;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an OCI runtime can make what is mounted below a read-only bind mount read-only too, the mount option
 * {@code rro}. Each program is asked when that is first wanted, by whoever wants it first; who wants the same meanwhile
 * waits for that answer, and nobody waits for another program's: no lock is held while one runs.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/features.md">OCI runtime spec, features</a>
 */
final class RuntimeFeatures {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeFeatures.class);

    /** For one of the two questions that a program may be asked. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String READ_ONLY_BELOW = "rro";

    /** Those of crun that cannot tell; older than 1.8 were not tried. */
    private static final Pattern CRUN = Pattern.compile("crun version 1\\.(\\d+)");

    private static final int OLDEST_CRUN = 8;

    /** The kernel's mount_setattr(2) is of this version. */
    private static final int MAJOR = 5;

    private static final int MINOR = 12;

    private final boolean kernelCan;
    private final Duration patience;

    /** By program, what it answered or is being asked. What could not be asked is taken out again. */
    private final ConcurrentMap<Path, CompletableFuture<Boolean>> answers = new ConcurrentHashMap<>();

    /** @param kernel its release, such as {@code 6.1.0-18-amd64} */
    RuntimeFeatures(String kernel) {
        this(kernel, PATIENCE);
    }

    RuntimeFeatures(String kernel, Duration patience) {
        this.kernelCan = isNewEnough(kernel);
        this.patience = patience;
    }

    static boolean isNewEnough(String kernel) {
        Matcher numbers = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*").matcher(kernel);
        if (!numbers.matches()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > MAJOR || major == MAJOR && Integer.parseInt(numbers.group(2)) >= MINOR;
    }

    boolean mountReadOnlyBelow(OciRuntime runtime) {
        if (!kernelCan) {
            return false;
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> earlier = answers.putIfAbsent(runtime.program(), mine);
        return earlier == null ? answer(runtime.program(), mine) : earlier.join();
    }

    /** @param told gets the answer whatever comes, as others may wait for it */
    private boolean answer(Path program, CompletableFuture<Boolean> told) {
        Optional<Boolean> answer = Optional.empty();
        try {
            answer = Optional.of(ask(program));
        } catch (ErrnoException | EngineException failure) {
            // Who starts it next is told why it cannot be; the answer may be another by then.
            LOG.warn("action=ask-runtime program={} error={}", program, failure.toString());
        } finally {
            if (answer.isEmpty()) {
                answers.remove(program, told);
            }
            told.complete(answer.orElse(false));
        }
        return answer.orElse(false);
    }

    private boolean ask(Path program) {
        ProgramRun features = run(program, "features");
        return features.code() == 0 ? isListed(features.output()) : isCrunThatCan(run(program, "--version"));
    }

    private ProgramRun run(Path program, String question) {
        return ProgramRun.of(List.of(program.toString(), question), OciRuntime.ENVIRONMENT, patience);
    }

    static boolean isListed(String features) {
        for (JsonNode option : Json.tree(features).path("mountOptions")) {
            if (option.asText().equals(READ_ONLY_BELOW)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCrunThatCan(ProgramRun version) {
        Matcher number = CRUN.matcher(version.output());
        return number.find() && Integer.parseInt(number.group(1)) >= OLDEST_CRUN;
    }
}
