/** The contract of name drivers, in Docker's words. */
@NullMarked
package dev.berth.plugin.name;

import org.jspecify.annotations.NullMarked;
