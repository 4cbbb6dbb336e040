/**
 * The Docker Engine API over HTTP. Three layers: the edge (connections, bodies, replies: Netty's types stay there), the
 * route table, and one class of routes per resource that translates between Docker's JSON and the services. Uses
 * everything below it; nothing but {@code app} uses it.
 *
 * <p>Threads: one event loop does all network I/O and never blocks; handlers run on {@link
 * dev.berth.runtime.api.Workers}; whoever waits for something (wait, events, logs, attach) holds no thread.
 */
@NullMarked
package dev.berth.runtime.api;

import org.jspecify.annotations.NullMarked;
