package dev.berth.bridge.port;

import java.util.concurrent.Callable;

/** Runs something in a network namespace. */
@FunctionalInterface
public interface NamespaceCall {
    /** Runs the body where its sockets are that namespace's, and gives what it gives. */
    <T> T call(Callable<T> body);
}
