package dev.berth.runtime.log;

import java.time.Instant;

/**
 * A line that a container wrote, with its newline; or a piece of a very long line, or an unfinished last one, without.
 *
 * @param text the bytes as they were written; not to be changed
 */
public record LogEntry(LogStream stream, Instant time, byte[] text) {}
