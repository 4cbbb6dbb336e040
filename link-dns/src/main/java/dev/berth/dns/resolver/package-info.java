/** The embedded DNS server in each sandbox: sockets, forwarding, the redirection of port 53. */
@NullMarked
package dev.berth.dns.resolver;

import org.jspecify.annotations.NullMarked;
