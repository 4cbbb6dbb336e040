/** The language of Dockerfiles: lines, instructions, substitution, patterns, and what instructions do to a configuration. */
@NullMarked
package dev.berth.runtime.dockerfile;

import org.jspecify.annotations.NullMarked;
