/** The local volume driver: directories under the data root, or a file system mounted there. */
@NullMarked
package dev.berth.volume;

import org.jspecify.annotations.NullMarked;
