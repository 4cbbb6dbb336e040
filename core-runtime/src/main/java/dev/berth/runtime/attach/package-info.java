/**
 * The live standard streams of a container or exec: the connection to conmon's attach socket. Knows nothing of the
 * engine; used by {@code exec} and {@code api}.
 */
@NullMarked
package dev.berth.runtime.attach;

import org.jspecify.annotations.NullMarked;
