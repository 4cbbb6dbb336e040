/** What the daemon is told: dockerd's flags and its {@code daemon.json}, as one validated record. */
@NullMarked
package dev.berth.runtime.app.settings;

import org.jspecify.annotations.NullMarked;
