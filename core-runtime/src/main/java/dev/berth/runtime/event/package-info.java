/**
 * What happened in the engine: published by whoever did it, kept for a while, and handed to whoever listens. Uses
 * nothing else of the engine.
 */
@NullMarked
package dev.berth.runtime.event;

import org.jspecify.annotations.NullMarked;
