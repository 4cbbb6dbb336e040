@NullMarked
package dev.berth.runtime.cli;

import org.jspecify.annotations.NullMarked;
