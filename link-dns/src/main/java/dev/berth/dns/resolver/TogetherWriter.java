package dev.berth.dns.resolver;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/** Writes to a channel, such that what one turn of the event loop writes leaves by one system call. */
final class TogetherWriter {
    private final Channel channel;
    private boolean flushing;

    TogetherWriter(Channel channel) {
        this.channel = channel;
    }

    /** On the event loop only. */
    ChannelFuture write(Object message) {
        ChannelFuture written = channel.write(message);
        if (!flushing) {
            flushing = true;
            channel.eventLoop().execute(this::flush);
        }
        return written;
    }

    private void flush() {
        flushing = false;
        channel.flush();
    }
}
