package dev.berth.bridge;

import dev.berth.linux.netlink.Conntrack;
import dev.berth.linux.netlink.NfTables;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.nft.NftContext;
import java.util.function.Supplier;

/**
 * How connections to the kernel are made, each in the calling thread's network namespace.
 *
 * @param links to links, addresses and routes
 * @param nft to nftables, in nft's language
 * @param tables to nftables, for small questions
 * @param flows to tracked connections
 * @param settings to the settings below {@code /proc/sys}
 */
record Connections(
        Supplier<RtNetlink> links,
        Supplier<NftContext> nft,
        Supplier<NfTables> tables,
        Supplier<Conntrack> flows,
        SettingFiles settings) {
    /** To the kernel itself. */
    static final Connections KERNEL =
            new Connections(RtNetlink::open, NftContext::open, NfTables::open, Conntrack::open, SettingFiles.KERNEL);
}
