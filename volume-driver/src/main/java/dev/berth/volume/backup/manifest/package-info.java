/** A tree of files as a stream of records, in the order of names. */
@NullMarked
package dev.berth.volume.backup.manifest;

import org.jspecify.annotations.NullMarked;
