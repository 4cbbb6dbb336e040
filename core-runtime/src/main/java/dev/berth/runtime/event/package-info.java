@NullMarked
package dev.berth.runtime.event;

import org.jspecify.annotations.NullMarked;
