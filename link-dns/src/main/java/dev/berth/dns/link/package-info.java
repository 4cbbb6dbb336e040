/** The environment of Docker's legacy links. */
@NullMarked
package dev.berth.dns.link;

import org.jspecify.annotations.NullMarked;
