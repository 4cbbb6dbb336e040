package dev.berth.runtime.container;

import dev.berth.linux.sys.Signals;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;

/** What a container's configuration must not say, in Docker's words. */
final class ConfigRules {
    private ConfigRules() {}

    /** @throws EngineException.InvalidParameter it says it */
    static void check(ContainerConfig config) {
        if (!config.workingDir().isEmpty() && !config.workingDir().startsWith("/")) {
            throw new EngineException.InvalidParameter(
                    "the working directory '" + config.workingDir() + "' is invalid, it needs to be an absolute path");
        }
        for (String variable : config.env()) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw new EngineException.InvalidParameter("invalid environment variable: " + variable);
            }
        }
        if (!config.stopSignal().isEmpty()) {
            signal(config.stopSignal());
        }
        if (config.healthcheck() != null) {
            HealthCheck.verify(config.healthcheck());
        }
    }

    /** The number of a signal by name or number, 1..64. */
    static int signal(String nameOrNumber) {
        try {
            return Signals.number(nameOrNumber);
        } catch (IllegalArgumentException unknown) {
            throw new EngineException.InvalidParameter("Invalid signal: " + nameOrNumber, unknown);
        }
    }
}
