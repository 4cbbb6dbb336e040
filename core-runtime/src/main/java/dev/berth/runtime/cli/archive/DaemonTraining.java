package dev.berth.runtime.cli.archive;

import dev.berth.runtime.app.EngineTraining;
import dev.berth.runtime.cli.Cli;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** As {@link ArchiveTraining}, for {@code berth daemon}: starts as it does, then does what needs no privilege. */
public final class DaemonTraining {
    private static final List<String> OURS =
            List.of("core-runtime-", "linux-", "plugin-api-", "bridge-net-", "link-dns-", "volume-driver-");

    private DaemonTraining() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Class.forName("dev.berth.runtime.BerthMain");
        loadOurs();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Cli(Map.of(), InputStream.nullInputStream(), nowhere, nowhere).run(List.of("daemon", "--validate"));
        EngineTraining.run();
    }

    /** Every class of the engine, as each is needed sooner or later. */
    private static void loadOurs() throws IOException, ClassNotFoundException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.endsWith(".jar") && OURS.stream().anyMatch(name::startsWith)) {
                load(entry);
            }
        }
    }

    private static void load(String jar) throws IOException, ClassNotFoundException {
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(".class")
                        && name.startsWith("dev/berth/")
                        && !isOtherCommand(name)
                        && !name.endsWith("package-info.class")) {
                    Class.forName(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                            false,
                            DaemonTraining.class.getClassLoader());
                }
            }
        }
    }

    private static boolean isOtherCommand(String name) {
        return name.startsWith("dev/berth/runtime/cli/") && !name.startsWith("dev/berth/runtime/cli/daemon/");
    }
}
