/** System calls: descriptors, namespaces, mounts, files, processes, sockets. */
@NullMarked
package dev.berth.linux.sys;

import org.jspecify.annotations.NullMarked;
