/** nftables through libnftables, in this process. */
@NullMarked
package dev.berth.linux.nft;

import org.jspecify.annotations.NullMarked;
