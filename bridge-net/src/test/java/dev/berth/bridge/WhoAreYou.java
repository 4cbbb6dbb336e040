package dev.berth.bridge;

import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.Cidr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A service that tells each caller, over TCP and UDP, its name and what address it sees them at; and its callers. */
final class WhoAreYou implements AutoCloseable {
    /** Packets were dropped. */
    static final String SILENCE = "silence";

    /** The host said that nobody listens. */
    static final String REFUSED = "refused";

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int UDP_TRIES = 20;

    private final String name;
    private final ServerSocket tcp;
    private final DatagramSocket udp;

    private WhoAreYou(String name, ServerSocket tcp, DatagramSocket udp) {
        this.name = name;
        this.tcp = tcp;
        this.udp = udp;
    }

    /** Serves on the port in the namespace until closed. */
    static WhoAreYou serve(NetNs namespace, String name, int port) {
        WhoAreYou service = namespace.call(() -> new WhoAreYou(name, new ServerSocket(port), new DatagramSocket(port)));
        start(service::answerTcp);
        start(service::answerUdp);
        return service;
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "who-are-you");
        thread.setDaemon(true);
        thread.start();
    }

    private void answerTcp() {
        while (!tcp.isClosed()) {
            try (Socket caller = tcp.accept()) {
                caller.getOutputStream()
                        .write((name + " sees " + caller.getInetAddress().getHostAddress())
                                .getBytes(StandardCharsets.UTF_8));
            } catch (IOException closedOrCallerGone) {
                continue;
            }
        }
    }

    private void answerUdp() {
        byte[] buffer = new byte[100];
        while (!udp.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                udp.receive(question);
                byte[] answer =
                        (name + " sees " + question.getAddress().getHostAddress()).getBytes(StandardCharsets.UTF_8);
                udp.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    /** What is answered at the address, or {@link #REFUSED}. @throws AssertionError if nothing comes for very long */
    static String ask(NetNs from, String address, int port) {
        String answer = ask(from, address, port, PATIENCE_MILLIS);
        if (answer.equals(SILENCE)) {
            throw new AssertionError("no answer from " + address + ":" + port);
        }
        return answer;
    }

    /** For what should be dropped: {@link #SILENCE} unless something comes in the time that an answer would need. */
    static String askInVain(NetNs from, String address, int port) {
        return ask(from, address, port, 400);
    }

    private static String ask(NetNs from, String address, int port, int millis) {
        return from.call(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(Cidr.parseAddress(address), port), millis);
                socket.setSoTimeout(millis);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException dropped) {
                return SILENCE;
            } catch (IOException refused) {
                return REFUSED;
            }
        });
    }

    /** The same over UDP. */
    static String askUdp(NetNs from, String address, int port) {
        return askUdp(from, 0, address, port);
    }

    /** As {@link #askInVain}, over UDP; a port that nobody holds is {@link #REFUSED}. */
    static String askUdpInVain(NetNs from, String address, int port) {
        return askUdp(from, 0, address, port, 2, 200);
    }

    /** @param ownPort to ask from, 0 for any: with the same one it is the same flow */
    static String askUdp(NetNs from, int ownPort, String address, int port) {
        String answer = askUdp(from, ownPort, address, port, UDP_TRIES, PATIENCE_MILLIS / UDP_TRIES);
        if (answer.equals(SILENCE) || answer.equals(REFUSED)) {
            throw new AssertionError("no answer from " + address + ":" + port + "/udp: " + answer);
        }
        return answer;
    }

    private static String askUdp(NetNs from, int ownPort, String address, int port, int tries, int millis) {
        return from.call(() -> {
            try (DatagramSocket socket = new DatagramSocket(ownPort)) {
                socket.setSoTimeout(millis);
                socket.connect(new InetSocketAddress(Cidr.parseAddress(address), port));
                for (int tried = 0; tried < tries; tried++) {
                    try {
                        byte[] question = {'?'};
                        socket.send(new DatagramPacket(question, 1));
                        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                        socket.receive(answer);
                        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
                    } catch (SocketTimeoutException lost) {
                        continue;
                    } catch (IOException refused) {
                        return REFUSED;
                    }
                }
                return SILENCE;
            } catch (SocketException unreachable) {
                return REFUSED;
            }
        });
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
