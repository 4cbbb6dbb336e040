/** Making a tree of files from a repository. */
@NullMarked
package dev.berth.volume.backup.restore;

import org.jspecify.annotations.NullMarked;
