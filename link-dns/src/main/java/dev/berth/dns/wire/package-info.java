/** DNS messages as bytes (RFC 1035, RFC 6891). */
@NullMarked
package dev.berth.dns.wire;

import org.jspecify.annotations.NullMarked;
