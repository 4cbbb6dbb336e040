/** Plugins as the engine uses them. */
@NullMarked
package dev.berth.runtime.plugin;

import org.jspecify.annotations.NullMarked;
