package dev.berth.dns.resolver;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.Optional;

/** Questions and replies by UDP. */
final class UdpQuestions extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Questions questions;
    private Optional<TogetherWriter> replies = Optional.empty();

    UdpQuestions(Questions questions) {
        this.questions = questions;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        replies = Optional.of(new TogetherWriter(context.channel()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        TogetherWriter writer = replies.orElseThrow();
        questions.ask(
                ByteBufUtil.getBytes(packet.content()),
                false,
                reply -> writer.write(new DatagramPacket(
                        context.alloc().directBuffer(reply.length).writeBytes(reply), packet.sender())));
    }

    /** What cannot be sent waits here, so no more is read meanwhile: the kernel drops what the asker sends too much. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    /** One bad packet must not end the answering; the asker tries again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        CalmLog.DNS.warn("a question could not be answered", cause);
    }
}
