/** The command that is the engine. */
@NullMarked
package dev.berth.runtime.cli.daemon;

import org.jspecify.annotations.NullMarked;
