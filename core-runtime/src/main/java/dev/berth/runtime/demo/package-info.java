/** The walkthrough of links and volumes, played before the user's eyes on a private engine. */
@NullMarked
package dev.berth.runtime.demo;

import org.jspecify.annotations.NullMarked;
