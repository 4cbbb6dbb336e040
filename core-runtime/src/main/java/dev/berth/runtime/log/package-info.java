@NullMarked
package dev.berth.runtime.log;

import org.jspecify.annotations.NullMarked;
