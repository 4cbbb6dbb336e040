/** The files hostname, hosts and resolv.conf. */
@NullMarked
package dev.berth.dns.file;

import org.jspecify.annotations.NullMarked;
