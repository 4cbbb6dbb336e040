/** Commands on volumes. */
@NullMarked
package dev.berth.runtime.cli.volume;

import org.jspecify.annotations.NullMarked;
