/** Whole trees of files: walking, copying and deleting them without following a link out of them. */
@NullMarked
package dev.berth.linux.tree;

import org.jspecify.annotations.NullMarked;
