/** Output and input of containers, and the terminal. */
@NullMarked
package dev.berth.runtime.cli.stream;

import org.jspecify.annotations.NullMarked;
