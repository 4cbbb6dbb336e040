/** Commands on networks. */
@NullMarked
package dev.berth.runtime.cli.network;

import org.jspecify.annotations.NullMarked;
