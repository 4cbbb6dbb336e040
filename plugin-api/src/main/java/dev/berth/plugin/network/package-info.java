/** The contract of network drivers, in Docker's words. */
@NullMarked
package dev.berth.plugin.network;

import org.jspecify.annotations.NullMarked;
