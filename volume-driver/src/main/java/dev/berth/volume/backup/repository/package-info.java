/** Where chunks and snapshots lie: packs, index, locks; nothing in it is ever changed in place. */
@NullMarked
package dev.berth.volume.backup.repository;

import org.jspecify.annotations.NullMarked;
