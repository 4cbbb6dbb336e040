package dev.berth.runtime.cli.doctor;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.ProgramRun;
import dev.berth.runtime.container.OciRuntimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs that the engine starts: conmon and an OCI runtime. */
final class Programs {
    private static final List<String> PLACES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final String CONMON_LEAST = "2.0.26";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Programs() {}

    static List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        findings.add(conmon());
        Optional<Path> runc = find("runc");
        Optional<Path> crun = find("crun");
        Optional<String> obstacle = OciRuntimes.crunObstacle();
        boolean crunWorks = crun.isPresent() && obstacle.isEmpty();
        crun.ifPresent(program -> findings.add(
                obstacle.isEmpty()
                        ? Finding.ok("crun", version(program) + ", is used: it is the quicker one")
                        : Finding.warning(
                                "crun",
                                version(program) + " does not work here: " + obstacle.get(),
                                "runc is used instead; to use crun, boot with one cgroup layout, or mount the "
                                        + "controllers that v2 holds as v1 hierarchies")));
        if (runc.isPresent()) {
            findings.add(Finding.ok("runc", version(runc.get()) + (crunWorks ? "" : ", is used")));
        } else if (!crunWorks) {
            findings.add(Finding.problem("OCI runtime", "neither runc nor a crun that works", "apt-get install runc"));
        }
        return findings;
    }

    private static Finding conmon() {
        Optional<Path> program = find("conmon");
        if (program.isEmpty()) {
            return Finding.problem("conmon", "not installed", "apt-get install conmon");
        }
        String version = version(program.get());
        return Versions.atLeast(version, CONMON_LEAST)
                ? Finding.ok("conmon", version)
                : Finding.problem(
                        "conmon",
                        version + " loses output of containers that end at once",
                        "install conmon " + CONMON_LEAST + " or newer");
    }

    static Optional<Path> find(String name) {
        return PLACES.stream()
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The first version number that the program prints for {@code --version}; what went wrong if it prints none. */
    private static String version(Path program) {
        try {
            ProgramRun run = ProgramRun.of(List.of(program.toString(), "--version"), Map.of(), PATIENCE);
            String version = Versions.in(run.output());
            return version.isEmpty() ? "unknown version, --version ended with " + run.code() : version;
        } catch (ErrnoException failure) {
            return "does not start: " + failure.getMessage();
        }
    }
}
