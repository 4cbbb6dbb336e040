/** Where the program starts. */
@NullMarked
package dev.berth.runtime;

import org.jspecify.annotations.NullMarked;
