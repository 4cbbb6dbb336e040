package dev.berth.runtime.cli.archive;

import dev.berth.runtime.app.EngineTraining;
import dev.berth.runtime.cli.Cli;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** As {@link ArchiveTraining}, for {@code berth daemon}: starts as it does, then does what needs no privilege. */
public final class DaemonTraining {
    private DaemonTraining() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Class.forName("dev.berth.runtime.BerthMain");
        // each is needed sooner or later
        OwnClasses.load(name -> !OwnClasses.isCommand(name));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Cli(Map.of(), InputStream.nullInputStream(), nowhere, nowhere).run(List.of("daemon", "--validate"));
        EngineTraining.run();
    }
}
