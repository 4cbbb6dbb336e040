package dev.berth.runtime.exec;

/**
 * An exec as it is at one moment.
 *
 * @param id 64 hexadecimal digits
 * @param pid as the host sees it, 0 before it runs
 * @param exitCode 0..255 once it has ended; before, and with that also whether it has, see {@code stage}
 */
public record Exec(String id, String containerId, ExecConfig config, Stage stage, int pid, int exitCode) {
    /** How far it has come. */
    public enum Stage {
        CREATED,
        STARTING,
        RUNNING,
        ENDED
    }

    Exec at(Stage next) {
        return new Exec(id, containerId, config, next, pid, exitCode);
    }

    Exec running(int newPid) {
        return new Exec(id, containerId, config, Stage.RUNNING, newPid, exitCode);
    }

    Exec ended(int code) {
        return new Exec(id, containerId, config, Stage.ENDED, pid, code);
    }
}
