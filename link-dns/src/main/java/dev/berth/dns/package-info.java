/** Names of containers: links, embedded DNS, hosts and resolv.conf files. */
@NullMarked
package dev.berth.dns;

import org.jspecify.annotations.NullMarked;
