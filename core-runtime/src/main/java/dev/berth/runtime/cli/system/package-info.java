/** Commands on the engine as a whole. */
@NullMarked
package dev.berth.runtime.cli.system;

import org.jspecify.annotations.NullMarked;
