/** Links, addresses, routes and neighbours through rtnetlink; connection tracking through ctnetlink. */
@NullMarked
package dev.berth.linux.netlink;

import org.jspecify.annotations.NullMarked;
