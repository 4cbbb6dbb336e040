/** The OCI distribution protocol: one registry, one request at a time, nothing of images or layers on this host. */
@NullMarked
package dev.berth.runtime.registry.http;

import org.jspecify.annotations.NullMarked;
