package dev.berth.runtime.backup;

import dev.berth.plugin.Cleanup;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.exec.Exec;
import dev.berth.runtime.exec.ExecConfig;
import dev.berth.runtime.exec.ExecService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands in containers around a backup. */
final class HookRunner {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ExecService execs;

    HookRunner(ExecService execs) {
        this.execs = execs;
    }

    /** Runs each and waits for it. @throws EngineException.SystemFailure one does not exit with 0 */
    void run(String when, List<BackupOrder.Hook> hooks) {
        hooks.forEach(hook -> run(when, hook));
    }

    /** Runs all whatever the others do. */
    void runAll(String when, List<BackupOrder.Hook> hooks) {
        Cleanup.all(hooks.stream().map(hook -> (Runnable) () -> run(when, hook)).toArray(Runnable[]::new));
    }

    private void run(String when, BackupOrder.Hook hook) {
        ExecConfig config = new ExecConfig(
                false, false, false, "", false, List.of(), List.of("sh", "-c", hook.command()), false, "", "");
        Exec exec = execs.claim(execs.create(hook.container(), config));
        int code = await(when, hook, exec);
        if (code != 0) {
            throw new EngineException.SystemFailure(
                    when + " in container " + hook.container() + ": '" + hook.command() + "' exited with " + code);
        }
    }

    private int await(String when, BackupOrder.Hook hook, Exec exec) {
        try {
            return execs.start(exec, socket -> {}).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new EngineException.Unavailable(
                    when + " in container " + hook.container() + ": '" + hook.command() + "' does not end", late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new EngineException.Unavailable(when + ": interrupted", stop);
        } catch (ExecutionException failure) {
            throw new EngineException.SystemFailure(when + ": " + failure.getCause(), failure);
        }
    }
}
