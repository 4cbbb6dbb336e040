package dev.berth.runtime.container;

/** How the awaited run ended: exit code 0..255, and why it did not start or could not be removed (empty: it did). */
public record WaitResult(int exitCode, String error) {}
