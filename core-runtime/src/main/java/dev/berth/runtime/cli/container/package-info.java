/** Commands on containers. */
@NullMarked
package dev.berth.runtime.cli.container;

import org.jspecify.annotations.NullMarked;
