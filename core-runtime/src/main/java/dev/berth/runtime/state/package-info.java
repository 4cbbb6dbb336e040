@NullMarked
package dev.berth.runtime.state;

import org.jspecify.annotations.NullMarked;
