package dev.berth.runtime.api;

import io.netty.buffer.ByteBuf;

/**
 * Bytes on their way to a client that may be slow. All methods can be called from any thread and none blocks; what is
 * written is sent in the order of the calls.
 */
interface ResponseSink {
    /** Sends the bytes, and takes over the buffer. After the client has gone they are dropped. */
    void write(ByteBuf bytes);

    /** Whether the client keeps up. Whoever goes on writing while it does not fills the memory. */
    boolean isWritable();

    /** Whether the client has gone, or this was ended. */
    boolean isClosed();

    /**
     * Whether the client has closed its sending side: it may have gone altogether, which shows only at the next write.
     * As dockerd does, a stream that merely waits for news then ends; one that has something to send goes on.
     */
    boolean isUnheard();

    /** Has {@code listener} called whenever one of the above may have changed; it must not block. */
    void onChange(Runnable listener);

    /** Nothing more will come: completes the response once everything is sent. Calling it again is harmless. */
    void end();

    /** Ends a response that cannot be completed: the client sees that it is cut short. */
    void abort();
}
