package dev.berth.runtime.build;

import dev.berth.runtime.dockerfile.PathPatterns;

/**
 * One file or directory that is to be copied.
 *
 * @param path in the tree
 * @param name what it is called where it goes into a directory
 * @param hash {@code file:...} or {@code dir:...}
 * @param fetched true if it came from an address: it is not unpacked
 * @param excludes what of a directory is left out, relative to it
 */
record CopySource(SourceTree tree, String path, String name, String hash, boolean fetched, PathPatterns excludes) {}
