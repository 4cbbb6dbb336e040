/** What a container sees of data that outlives it: binds, volumes, tmpfs, and who holds them. */
@NullMarked
package dev.berth.runtime.volume;

import org.jspecify.annotations.NullMarked;
