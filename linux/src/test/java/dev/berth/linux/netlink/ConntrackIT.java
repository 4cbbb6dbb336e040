package dev.berth.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Nft;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

@NetNsTest
class ConntrackIT {
    private static final String TRANSLATE = """
            table inet t {
              chain out { type nat hook output priority -100; meta nfproto ipv4 udp dport 5300 dnat ip to 127.0.0.1:53; }
              chain in { type filter hook input priority 0; ct state new accept; }
            }
            """;

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private static void send(NetNs namespace, String to, int port) throws UnknownHostException {
        InetAddress address = address(to);
        namespace.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[] {1}, 1, address, port));
            }
            return true;
        });
    }

    @Test
    void deleteByHostPort_deletesThoseAndNoOther(NetNs host) throws UnknownHostException {
        Nft.in(host).run(TRANSLATE);
        send(host, "127.0.0.1", 5300);
        send(host, "127.0.0.1", 5301);
        send(host, "::1", 5300);
        try (Conntrack conntrack = Conntrack.open(host)) {
            assertThat(conntrack.flows())
                    .filteredOn(flow -> flow.protocol() == Flow.UDP)
                    .extracting(Flow::destinationPort)
                    .containsExactlyInAnyOrder(5300, 5301, 5300);
            assertThat(conntrack.flows())
                    .filteredOn(flow -> flow.destination().getAddress().length == 4 && flow.destinationPort() == 5300)
                    .singleElement()
                    .satisfies(flow -> {
                        assertThat(flow.answers()).isEqualTo(address("127.0.0.1"));
                        assertThat(flow.answersPort()).isEqualTo(53);
                    });

            assertThat(conntrack.deleteByHostPort(Flow.UDP, 5300)).isEqualTo(2);
            assertThat(conntrack.deleteByHostPort(Flow.TCP, 5301)).isZero();
            assertThat(conntrack.flows())
                    .filteredOn(flow -> flow.protocol() == Flow.UDP)
                    .extracting(Flow::destinationPort)
                    .containsExactly(5301);
        }
    }
}
