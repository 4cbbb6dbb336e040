package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;

/** Hears what a client sends on a hijacked connection; called on the event loop. */
interface HijackedInput {
    /** The next bytes; the buffer stays the caller's. */
    void data(ByteBuf bytes);

    /** The client sends no more; it may still read. Called once. */
    void inputEnded();
}
