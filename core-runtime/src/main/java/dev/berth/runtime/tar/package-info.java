/**
 * Tar archives byte for byte: PAX headers with binary extended attributes, nanosecond times, big ids, hard links and
 * devices; writing a tree and unpacking one safely.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">pax interchange format</a>
 */
@NullMarked
package dev.berth.runtime.tar;

import org.jspecify.annotations.NullMarked;
