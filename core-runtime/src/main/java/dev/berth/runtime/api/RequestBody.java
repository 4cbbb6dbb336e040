package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;

/** Where a request's body goes as it arrives; called on the event loop. */
interface RequestBody {
    /** The next piece; the buffer stays the caller's. */
    void data(ByteBuf piece);

    /** The body is complete. */
    void complete();

    /** The client has gone in the middle of it. */
    void cut();
}
