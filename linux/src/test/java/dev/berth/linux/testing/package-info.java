/** Throw-away hosts and namespaces for tests that need the kernel, and the tools that judge them. */
@NullMarked
package dev.berth.linux.testing;

import org.jspecify.annotations.NullMarked;
