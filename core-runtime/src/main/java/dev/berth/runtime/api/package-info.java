@NullMarked
package dev.berth.runtime.api;

import org.jspecify.annotations.NullMarked;
