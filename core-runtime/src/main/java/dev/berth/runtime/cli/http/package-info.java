/** A small HTTP/1.1 client over a Unix socket. */
@NullMarked
package dev.berth.runtime.cli.http;

import org.jspecify.annotations.NullMarked;
