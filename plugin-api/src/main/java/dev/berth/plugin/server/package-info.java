/** Serves drivers over Unix sockets in Docker's plugin protocol. */
@NullMarked
package dev.berth.plugin.server;

import org.jspecify.annotations.NullMarked;
