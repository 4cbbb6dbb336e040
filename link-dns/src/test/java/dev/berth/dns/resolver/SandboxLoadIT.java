package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.name.SandboxNames;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The resolver under bad input, floods and changes. */
class SandboxLoadIT extends DigCase {
    @Test
    void sockets_badInputOfEveryKind_goOnAnswering() throws IOException {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), true);
        Random random = new Random(1);
        InetSocketAddress resolver = new InetSocketAddress("127.0.0.11", 53);
        try (DatagramSocket udp = at.namespace().call(DatagramSocket::new)) {
            for (int i = 0; i < 20_000; i++) {
                byte[] packet = new byte[random.nextInt(i % 100 == 0 ? 9_000 : 64)];
                random.nextBytes(packet);
                udp.send(new DatagramPacket(packet, packet.length, resolver));
            }
        }
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Socket socket = at.namespace().call(() -> new Socket("127.0.0.11", 53));
                idle.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream().write(1);
                }
            }
            assertThat(at.dig("+short", "web")).isEqualTo("172.18.0.2");
            assertThat(at.dig("+short", "+tcp", "web")).isEqualTo("172.18.0.2");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void lookups_whileANameChanges_areNeverWrongAndNeverFail() throws Exception {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of(), true);
        AtomicBoolean over = new AtomicBoolean();
        Thread changing = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                at.register("e1", List.of("web"), "172.18.0." + (2 + i % 2));
                at.register("other" + i % 50, List.of("x" + i), "172.18.1.1");
            }
        });
        changing.start();
        try (DatagramSocket udp = at.namespace().call(DatagramSocket::new)) {
            udp.setSoTimeout(60_000);
            udp.connect(new InetSocketAddress("127.0.0.11", 53));
            byte[] query = HexFormat.of().parseHex("123401000001000000000000" + "0377656200" + "00010001");
            for (int i = 0; i < 5_000; i++) {
                udp.send(new DatagramPacket(query, query.length));
                DatagramPacket reply = new DatagramPacket(new byte[512], 512);
                udp.receive(reply);
                assertThat(reply.getLength()).isEqualTo(query.length + 16);
                assertThat(reply.getData()[reply.getLength() - 1]).isIn((byte) 2, (byte) 3);
            }
        } finally {
            over.set(true);
            changing.join();
        }
    }

    @Test
    void flood_fromOneSandbox_leavesAnotherItsAnswers(NetNs other) throws Exception {
        at.register("e1", List.of("web"), "172.18.0.2");
        at.attach(List.of("192.0.2.1"), false);
        at.service()
                .attach(new SandboxNames(
                        "other", other.path(), List.of(DigFixture.FRONT), Map.of(), List.of(), List.of(), true));
        byte[] query = HexFormat.of().parseHex("123401000001000000000000" + "0377656200" + "00010001");
        byte[] outside = HexFormat.of().parseHex("123401000001000000000000" + "01780465786d7000" + "00010001");
        AtomicBoolean over = new AtomicBoolean();
        DatagramSocket flooding = at.namespace().call(DatagramSocket::new);
        Thread flood = new Thread(() -> flood(flooding, List.of(query, outside), over));
        flood.start();
        try (DatagramSocket udp = other.call(DatagramSocket::new)) {
            udp.setSoTimeout(60_000);
            udp.connect(new InetSocketAddress("127.0.0.11", 53));
            for (int i = 0; i < 500; i++) {
                udp.send(new DatagramPacket(query, query.length));
                DatagramPacket reply = new DatagramPacket(new byte[512], 512);
                udp.receive(reply);
                assertThat(reply.getLength()).isEqualTo(query.length + 16);
            }
        } finally {
            over.set(true);
            flood.join();
            flooding.close();
            at.service().detach("other");
        }
    }

    /** Asks as fast as it can and never reads. */
    private static void flood(DatagramSocket socket, List<byte[]> queries, AtomicBoolean over) {
        InetSocketAddress resolver = new InetSocketAddress("127.0.0.11", 53);
        try {
            while (!over.get()) {
                for (byte[] query : queries) {
                    socket.send(new DatagramPacket(query, query.length, resolver));
                }
            }
        } catch (IOException full) {
            throw new AssertionError(full);
        }
    }
}
