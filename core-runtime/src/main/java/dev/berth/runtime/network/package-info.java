@NullMarked
package dev.berth.runtime.network;

import org.jspecify.annotations.NullMarked;
