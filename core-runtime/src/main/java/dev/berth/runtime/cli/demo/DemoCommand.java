package dev.berth.runtime.cli.demo;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code berth demo}, inside the private host that the launcher made: plays links and volumes on the engine there,
 * checks what comes, and ends with 1 at the first thing that is not as it should be.
 */
public final class DemoCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                0,
                "[OPTIONS]",
                "Play links and volumes on a private engine, and check that they do what they should",
                Flag.toggle("full", "", "Also on real nginx and PostgreSQL images, built with debootstrap"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        if (context.environment().get("BERTH_DEMO_WORK") == null) {
            throw new CliException(1, "the demo is started by the launcher: run ./berth demo");
        }
        long begin = System.nanoTime();
        Path work = Files.createDirectories(Path.of(context.environment().getOrDefault("BERTH_DEMO_WORK", "")));
        Stage stage = new Stage(context);
        String part = "start of the engine";
        try {
            awaitEngine(context);
            stage.line(
                    "The engine answered after " + millis(begin) + " ms. It and its containers live in namespaces of");
            stage.line("their own; nothing of them reaches this host's network.");
            part = "images";
            stage.part("Images, made of this host's busybox");
            new DemoImages(stage).importAll();
            part = "links";
            new LinkScene(stage).play();
            part = "volumes";
            new VolumeScene(stage, work).play();
            part = "backup";
            new BackupScene(stage, work).play();
            if (flags.on("full")) {
                part = "real images";
                new RealImages(stage, context.environment()).play();
            }
            part = "picture";
            stage.part("Who is on which network, who is linked to whom, who mounts what");
            stage.line(Picture.of(context).stripTrailing());
            part = "cleaning up";
            cleanUp(stage);
        } catch (DemoFailure failure) {
            return failed(context, part, failure.why());
        } catch (EngineError refused) {
            return failed(context, part, refused.shown());
        } catch (CliException failure) {
            return failed(context, part, failure.text());
        }
        stage.line("");
        stage.line("The demo worked: " + stage.commands() + " commands in "
                + String.format(Locale.ROOT, "%.1f s.", millis(begin) / 1000.0));
        return 0;
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static void awaitEngine(Context context) throws IOException {
        String pid = context.environment().getOrDefault("BERTH_DAEMON_PID", "");
        for (long end = System.nanoTime() + PATIENCE.toNanos(); ; Pause.moment()) {
            try {
                context.engine().send(Request.get("_ping"));
                return;
            } catch (CliException notYet) {
                boolean dead = !pid.isEmpty() && !Files.exists(Path.of("/proc", pid));
                if (dead || System.nanoTime() > end) {
                    throw new DemoFailure(dead ? "the daemon ended" : "the daemon does not answer: " + notYet.text());
                }
            }
        }
    }

    private static void cleanUp(Stage stage) {
        stage.part("Cleaning up");
        List<String> remove = new ArrayList<>(List.of("rm", "-f", "-v"));
        remove.addAll(stage.play("ps -aq").works().text().lines().toList());
        stage.play(remove).works();
        stage.play("network rm shop").works();
        stage.play("volume rm ledger").works();
        stage.play("volume prune -f").works();
        if (!stage.quietly(List.of("ps", "-aq")).text().isEmpty()
                || !stage.quietly(List.of("volume", "ls", "-q")).text().isEmpty()) {
            throw new DemoFailure("containers or volumes are left");
        }
    }

    private static int failed(Context context, String part, String why) throws IOException {
        context.out().flush();
        context.err().print("\nThe demo failed in the part \"" + part + "\": " + why + "\n");
        String log = context.environment().getOrDefault("BERTH_DAEMON_LOG", "");
        if (!log.isEmpty() && Files.exists(Path.of(log))) {
            List<String> lines = Files.readAllLines(Path.of(log));
            context.err().print("The daemon's last lines:\n");
            lines.subList(Math.max(0, lines.size() - 15), lines.size())
                    .forEach(line -> context.err().print("  " + line + "\n"));
        }
        return 1;
    }
}
