package dev.berth.dns.resolver;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

/** Questions and replies by UDP. */
final class UdpQuestions extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Questions questions;

    UdpQuestions(Questions questions) {
        this.questions = questions;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        byte[] message = ByteBufUtil.getBytes(packet.content());
        questions.ask(
                message,
                false,
                reply -> context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(reply), packet.sender())));
    }

    /** One bad packet must not end the answering; the asker tries again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        SandboxNameService.LOG.log(System.Logger.Level.DEBUG, "dns: a question could not be answered", cause);
    }
}
