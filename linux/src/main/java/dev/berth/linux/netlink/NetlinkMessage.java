package dev.berth.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One netlink message.
 *
 * @param type such as RTM_NEWLINK
 * @param flags {@code NLM_F_*}
 * @param sequence number of the request that it belongs to
 * @param payload what follows the header, without padding; not to be changed
 */
record NetlinkMessage(int type, int flags, int sequence, byte[] payload) {
    static final int HEADER_BYTES = 16;
    static final int ERROR = 2;
    static final int DONE = 3;

    static final int F_REQUEST = 1;
    static final int F_ACK = 4;
    static final int F_DUMP_INTR = 0x10;
    static final int F_DUMP = 0x300;
    static final int F_EXCLUSIVE = 0x200;
    static final int F_REPLACE = 0x100;
    static final int F_CREATE = 0x400;
    static final int F_CAPPED = 0x100;
    static final int F_ACK_TLVS = 0x200;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The payload as a buffer in native order. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    }

    /** The attributes that follow a fixed header. @param fixed bytes of that header */
    Attributes attributes(int fixed) {
        return NetlinkCodec.attributes(payload, fixed, payload.length);
    }
}
