/** The bridge network driver: bridges, veth pairs, and what their networks need of the host. */
@NullMarked
package dev.berth.bridge;

import org.jspecify.annotations.NullMarked;
