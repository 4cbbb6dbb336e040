package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.Sockets;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.network.PortBinding;
import dev.berth.plugin.network.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * SCTP through a published port. The kernel translates it whether or not it has sockets for it (see
 * {@code /proc/net/protocols}), so the packets are made and looked at by raw sockets.
 */
@NetNsTest
@ExtendWith(NothingLeaks.class)
class SctpIT {
    private static final int TRIES = 100;
    private static final Duration WAIT = Duration.ofMillis(200);

    /** Where the kernel has SCTP it would refuse what no socket of its own asked for. */
    private static final String NO_ABORT = """
            table inet quiet {
              chain out { type filter hook output priority 0; meta l4proto sctp @th,96,8 6 drop; }
            }
            """;

    private BridgeHost host;

    @BeforeEach
    void start(BridgeHost fresh) {
        host = fresh;
    }

    @Test
    void published_isReachedWithTheCallersAddress_andAnswers() {
        host.network("n20");
        BridgeHost.Container web = host.container("n20", 2);
        Nft.in(web.namespace).run(NO_ABORT);
        Nft.in(host.neighbour).run(NO_ABORT);
        host.publish(
                web, new PortBinding(new ContainerPort(80, Protocol.SCTP), Cidr.parseAddress("0.0.0.0"), 3868, 3868));

        try (Fd caller = host.neighbour.call(SctpIT::open);
                Fd called = web.namespace.call(SctpIT::open)) {
            SctpPacket request =
                    send(caller, BridgeHost.ADDRESS, SctpPacket.toSend(4000, 3868, SctpPacket.INIT), called);
            assertThat(request)
                    .isEqualTo(new SctpPacket(Cidr.parseAddress(BridgeHost.NEIGHBOUR), 4000, 80, SctpPacket.INIT));
            SctpPacket answer =
                    send(called, BridgeHost.NEIGHBOUR, SctpPacket.toSend(80, 4000, SctpPacket.INIT_ACK), caller);
            assertThat(answer)
                    .isEqualTo(new SctpPacket(Cidr.parseAddress(BridgeHost.ADDRESS), 3868, 4000, SctpPacket.INIT_ACK));
        }
    }

    private static Fd open() {
        Fd socket = Sockets.open(Sockets.AF_INET, Sockets.SOCK_RAW, SctpPacket.PROTOCOL);
        Sockets.setReceiveTimeout(socket, WAIT);
        return socket;
    }

    /** Sends until the other end has one of its type, for a packet may be lost while addresses are being resolved. */
    private static SctpPacket send(Fd from, String to, SctpPacket packet, Fd receiver) {
        byte[] address = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Sockets.AF_INET)
                .putShort((short) 0)
                .put(Cidr.parseAddress(to).getAddress())
                .array();
        for (int tried = 0; tried < TRIES; tried++) {
            Sockets.sendTo(from, packet.bytes(), address);
            try {
                SctpPacket received = SctpPacket.parse(Sockets.receive(receiver));
                if (received.type() == packet.type()) {
                    return received;
                }
            } catch (ErrnoException nothingYet) {
                assertThat(nothingYet.errno()).isEqualTo(Errno.EAGAIN);
            }
        }
        throw new AssertionError("nothing arrives of " + packet);
    }
}
