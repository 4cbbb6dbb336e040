/** The nftables tables of the bridge driver: a fixed skeleton of chains and the elements that are its facts. */
@NullMarked
package dev.berth.bridge.firewall;

import org.jspecify.annotations.NullMarked;
