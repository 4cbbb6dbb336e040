package dev.berth.runtime.container;

import java.nio.file.Path;

/**
 * A container for conmon to make.
 *
 * @param bundle directory with {@code config.json}; conmon puts its socket and pipes there
 * @param log what {@code --log-path} says
 * @param exits directory that gets the exit code in a file named by the id
 * @param stdin whether it has a standard input
 * @param keepStdin whether that stays open when a client goes
 */
record ConmonRequest(
        String id, String name, Path bundle, String log, Path exits, boolean tty, boolean stdin, boolean keepStdin) {}
