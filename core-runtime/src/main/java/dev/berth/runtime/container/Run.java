package dev.berth.runtime.container;

import dev.berth.linux.sys.PidFd;
import java.nio.file.Path;

/** A container's present run: a hold on its first process, its bundle and who made it. */
record Run(PidFd init, Path bundle, OciRuntime runtime) {}
