package dev.berth.dns.resolver;

import dev.berth.dns.wire.DnsFormatException;
import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.ResponseCode;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.Cidr;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * A name server on port 53 in a namespace: {@code 192.0.2.53} for every name but {@code missing.example}, which does
 * not exist, and {@code truncated.example} and {@code liar.example}, which have 60 addresses and do not fit into a UDP
 * reply. Of the latter it says by TCP that they are another name's.
 */
final class StubServer implements AutoCloseable {
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A question that came by UDP. */
    record Asked(int port, int id) {}

    private StubServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    static StubServer start(NetNs namespace, String address) {
        InetSocketAddress place = new InetSocketAddress(Cidr.parseAddress(address), 53);
        StubServer stub = namespace.call(() -> {
            ServerSocket tcp = new ServerSocket();
            tcp.bind(place);
            return new StubServer(new DatagramSocket(place), tcp);
        });
        daemon(stub::serveUdp);
        daemon(stub::serveTcp);
        return stub;
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "stub-dns");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                asked.add(new Asked(packet.getPort(), (buffer[0] & 0xff) << 8 | buffer[1] & 0xff));
                for (byte[] reply : replies(Arrays.copyOf(packet.getData(), packet.getLength()))) {
                    udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException | DnsFormatException ended) {
                return;
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] reply = byTcp(query);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(reply.length);
                out.write(reply);
            } catch (IOException | DnsFormatException ended) {
                return;
            }
        }
    }

    /** What is sent for one question: for some names something wrong first. */
    private List<byte[]> replies(byte[] message) throws DnsFormatException {
        byte[] good = answer(message, 512);
        byte[] forged = DnsReply.addresses(DnsQuery.parse(message), List.of(Cidr.parseAddress("192.0.2.66")), 5, 512);
        return switch (DnsQuery.parse(message).name()) {
            case "never.example" -> List.of();
            case "wrongid.example" -> {
                forged[1]++;
                yield List.of(forged, good);
            }
            case "wrongname.example" -> {
                forged[13]++;
                yield List.of(forged, good);
            }
            case "noreply.example" -> List.of(message, good);
            case "garbage.example" -> List.of(new byte[] {message[0], message[1], 0}, good);
            case "twice.example" -> List.of(good, forged);
            default -> List.of(good);
        };
    }

    /** Questions that came by UDP. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** For one name an address of another one's. */
    private static byte[] byTcp(byte[] message) throws DnsFormatException {
        byte[] reply = answer(message, 65_535);
        if (DnsQuery.parse(message).name().equals("liar.example")) {
            reply[DnsQuery.HEADER + 1]++;
        }
        return reply;
    }

    private static byte[] answer(byte[] message, int limit) throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(message);
        return switch (query.name()) {
            case "missing.example" -> DnsReply.empty(query, ResponseCode.NXDOMAIN, true);
            case "truncated.example", "liar.example" -> DnsReply.addresses(query, many(), 5, limit);
            default -> DnsReply.addresses(query, List.of(Cidr.parseAddress("192.0.2.53")), 5, limit);
        };
    }

    private static List<InetAddress> many() {
        return IntStream.range(0, 60)
                .mapToObj(i -> Cidr.parseAddress("192.0.2." + i))
                .toList();
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException failure) {
            throw new IllegalStateException("close stub server", failure);
        }
    }
}
