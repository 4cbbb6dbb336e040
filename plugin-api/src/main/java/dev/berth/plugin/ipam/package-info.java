/** The contract of ipam drivers, in Docker's words. */
@NullMarked
package dev.berth.plugin.ipam;

import org.jspecify.annotations.NullMarked;
