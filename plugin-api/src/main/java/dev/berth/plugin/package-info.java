/** What drivers and the engine say to each other: contracts, the values in them, and the errors both report. */
@NullMarked
package dev.berth.plugin;

import org.jspecify.annotations.NullMarked;
