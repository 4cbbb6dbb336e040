/**
 * Live standard streams of a container or exec: the connection to conmon's attach socket, and who waits for one. Below
 * {@code container} and {@code exec}, which tell it when a socket is there; used by {@code api}.
 */
@NullMarked
package dev.berth.runtime.attach;

import org.jspecify.annotations.NullMarked;
