/** Commands on images. */
@NullMarked
package dev.berth.runtime.cli.image;

import org.jspecify.annotations.NullMarked;
