/** Subnets and the addresses in them, kept on disk. */
@NullMarked
package dev.berth.bridge.ipam;

import org.jspecify.annotations.NullMarked;
