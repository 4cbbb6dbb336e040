/** The walkthrough of links and volumes, played before the user's eyes on a private engine. */
@NullMarked
package dev.berth.runtime.cli.demo;

import org.jspecify.annotations.NullMarked;
