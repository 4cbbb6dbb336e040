/** What runs once when the program is packaged, so that its classes can be archived for a quick start. */
@NullMarked
package dev.berth.runtime.cli.archive;

import org.jspecify.annotations.NullMarked;
