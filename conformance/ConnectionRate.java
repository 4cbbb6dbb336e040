import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** Connections per second: {@code serve PORT} takes them and hangs up, {@code connect HOST PORT COUNT} makes and counts them. */
final class ConnectionRate {
    public static void main(String[] words) throws IOException {
        if (words[0].equals("serve")) {
            serve(Integer.parseInt(words[1]));
        } else {
            System.out.println(connect(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3])));
        }
    }

    /** A minute at most. */
    private static void awaitServer(String host, int port) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), 20_000);
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static void serve(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 1024)) {
            while (true) {
                server.accept().close();
            }
        }
    }

    private static long connect(String host, int port, int count) throws IOException {
        awaitServer(host, port);
        long began = 0;
        for (int i = -count / 10; i < count; i++) {
            if (i == 0) {
                began = System.nanoTime();
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), 20_000);
                socket.getInputStream().read();
            }
        }
        return count * 1_000_000_000L / (System.nanoTime() - began);
    }
}
