/** Uses plugins that others serve: finds them, talks to them within deadlines, and makes drivers of them. */
@NullMarked
package dev.berth.plugin.client;

import org.jspecify.annotations.NullMarked;
