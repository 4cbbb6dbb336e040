/** JSON as the command line reads and writes it: streamed, without data binding, for a quick start. */
@NullMarked
package dev.berth.runtime.cli.json;

import org.jspecify.annotations.NullMarked;
