/** Reading a tree of files into a repository, again and again, each time only what changed. */
@NullMarked
package dev.berth.volume.backup.scan;

import org.jspecify.annotations.NullMarked;
