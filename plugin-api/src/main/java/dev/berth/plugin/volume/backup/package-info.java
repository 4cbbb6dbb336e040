/** Backups of volumes: what the engine asks of whoever keeps them. */
@NullMarked
package dev.berth.plugin.volume.backup;

import org.jspecify.annotations.NullMarked;
