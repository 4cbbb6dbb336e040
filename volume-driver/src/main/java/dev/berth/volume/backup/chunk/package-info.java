/** Cutting content into chunks and naming them. */
@NullMarked
package dev.berth.volume.backup.chunk;

import org.jspecify.annotations.NullMarked;
