/** Backups of volumes as the engine offers them: who is frozen meanwhile, what runs before and after, what is refused. */
@NullMarked
package dev.berth.runtime.backup;

import org.jspecify.annotations.NullMarked;
