/** The contract of volume drivers, in Docker's words. */
@NullMarked
package dev.berth.plugin.volume;

import org.jspecify.annotations.NullMarked;
