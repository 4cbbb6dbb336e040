/** Serves Berth's own drivers as plugins, each in a process of its own, for Berth or for another engine. */
@NullMarked
package dev.berth.runtime.serve;

import org.jspecify.annotations.NullMarked;
