@NullMarked
package dev.berth.runtime.spec;

import org.jspecify.annotations.NullMarked;
