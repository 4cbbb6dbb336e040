/** Backups of volumes: what docs/backup-format.md describes, put together. */
@NullMarked
package dev.berth.volume.backup;

import org.jspecify.annotations.NullMarked;
