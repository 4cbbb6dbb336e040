@NullMarked
package dev.berth.runtime.oci;

import org.jspecify.annotations.NullMarked;
