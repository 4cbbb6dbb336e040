package dev.berth.linux.netlink;

import java.util.List;

/** Requests to the kernel and their answers. */
interface NetlinkChannel extends AutoCloseable {
    /**
     * Sends a change and waits for its acknowledgement.
     *
     * @param call and
     * @param detail name the request in the message of a failure
     * @return what came before the acknowledgement, if anything
     */
    List<NetlinkMessage> request(String call, String detail, int type, int flags, byte[] payload);

    /**
     * Everything the kernel lists, again from the start when it says that the list changed meanwhile.
     *
     * @throws IllegalStateException if that happens five times
     */
    List<NetlinkMessage> dump(String call, int type, byte[] payload);

    @Override
    void close();
}
