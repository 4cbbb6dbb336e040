@NullMarked
package dev.berth.runtime.app;

import org.jspecify.annotations.NullMarked;
