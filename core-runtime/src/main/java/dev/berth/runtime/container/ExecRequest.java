package dev.berth.runtime.container;

import java.nio.file.Path;

/**
 * One more process for a running container.
 *
 * @param execId 64 hexadecimal digits
 * @param processSpec file with the OCI runtime's {@code process} object
 * @param tty whether conmon gives it a terminal
 * @param stdin whether it has a standard input
 * @param log where conmon writes its output besides the attach socket
 */
public record ExecRequest(String containerId, String execId, Path processSpec, boolean tty, boolean stdin, Path log) {}
