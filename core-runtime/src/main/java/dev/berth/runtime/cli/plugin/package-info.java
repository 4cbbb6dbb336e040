/** Commands about plugins. */
@NullMarked
package dev.berth.runtime.cli.plugin;

import org.jspecify.annotations.NullMarked;
