/** {@code docker cp}: reading and writing a container's file system, its volumes included. */
@NullMarked
package dev.berth.runtime.archive;

import org.jspecify.annotations.NullMarked;
