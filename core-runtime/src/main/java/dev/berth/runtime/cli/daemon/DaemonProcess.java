package dev.berth.runtime.cli.daemon;

import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.app.Engine;
import dev.berth.runtime.app.settings.BerthVersion;
import dev.berth.runtime.app.settings.DaemonSettings;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.stream.ProcessSignals;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as this process: starts it, says when it is ready, ends it in order on a signal. */
final class DaemonProcess {
    private final DaemonSettings settings;
    /** Counted down by the first signal. */
    private final CountDownLatch ended = new CountDownLatch(1);

    DaemonProcess(DaemonSettings settings) {
        this.settings = settings;
    }

    /** @return 0 after an orderly end */
    int run() {
        long begin = System.nanoTime();
        LogLines.level(settings.logLevel());
        Logger log = LoggerFactory.getLogger(DaemonProcess.class);
        List.of("TERM", "INT").forEach(name -> ProcessSignals.handle(name, signal -> ended.countDown()));
        try (PidFile pidFile = PidFile.create(settings.pidFile());
                Engine engine = start()) {
            log.info(
                    "daemon ready pid={} version={} addresses={} took_ms={}",
                    pidFile.pid(),
                    BerthVersion.text(),
                    settings.addresses(),
                    (System.nanoTime() - begin) / 1_000_000);
            await();
            log.info("daemon stopping live_restore={}", settings.liveRestore());
            engine.stop();
        }
        log.info("daemon stopped");
        return 0;
    }

    private Engine start() {
        try {
            return Engine.start(settings);
        } catch (EngineException refused) {
            throw new CliException(1, "failed to start daemon: " + refused.getMessage());
        } catch (UncheckedIOException | ErrnoException failure) {
            Throwable cause = failure.getCause();
            throw new CliException(
                    1, "failed to start daemon: " + failure.getMessage() + (cause == null ? "" : ": " + cause));
        }
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            // nobody interrupts this thread but a debugger; it ends as on a signal
            Thread.currentThread().interrupt();
        }
    }
}
