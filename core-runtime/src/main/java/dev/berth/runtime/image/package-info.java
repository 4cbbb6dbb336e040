@NullMarked
package dev.berth.runtime.image;

import org.jspecify.annotations.NullMarked;
