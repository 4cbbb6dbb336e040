/**
 * What containers wrote: conmon's spool is turned into Docker's json-file log, which is rotated, read and followed.
 * Uses {@code spec} only.
 */
@NullMarked
package dev.berth.runtime.log;

import org.jspecify.annotations.NullMarked;
