package dev.berth.runtime.cli.doctor;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code berth doctor}: what this host has and lacks, and what to do. Exits with 1 if the engine cannot work. */
public final class DoctorCommand implements Command {
    private static final int JAVA_LEAST = 17;

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Tell what this host has, lacks, and what to do about it",
                Flag.value("data-root", "", "string", "Where the daemon would keep its state")
                        .or("/var/lib/berth"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.addAll(Kernel.look(Path.of(flags.text("data-root")).toAbsolutePath()));
        findings.addAll(Programs.look());
        findings.add(busybox());
        print(context, findings);
        boolean problem = findings.stream().anyMatch(one -> one.verdict() == Finding.Verdict.PROBLEM);
        context.line(
                problem ? "\nThe engine does not work on this host as it is." : "\nThe engine works on this host.");
        return problem ? 1 : 0;
    }

    private static void print(Context context, List<Finding> findings) {
        for (Finding finding : findings) {
            context.line(String.format("%-8s %-12s %s", finding.verdict().word(), finding.subject(), finding.found()));
            finding.advice().ifPresent(advice -> context.line(" ".repeat(22) + "-> " + advice));
        }
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return version >= JAVA_LEAST
                ? Finding.ok("java", System.getProperty("java.runtime.version", String.valueOf(version)))
                : Finding.problem("java", String.valueOf(version), "install openjdk-" + JAVA_LEAST + "-jdk-headless");
    }

    private static Finding busybox() {
        return Files.isExecutable(Path.of("/bin/busybox"))
                ? Finding.ok("busybox", "/bin/busybox")
                : Finding.warning("busybox", "not installed", "apt-get install busybox-static; only the demo needs it");
    }
}
