/** Host ports, each held by a bound socket while it is published. */
@NullMarked
package dev.berth.bridge.port;

import org.jspecify.annotations.NullMarked;
