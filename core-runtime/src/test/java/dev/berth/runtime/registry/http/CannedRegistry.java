package dev.berth.runtime.registry.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry on loopback that answers as a test tells it, and remembers what it was asked. */
public final class CannedRegistry implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    /** Answers a request. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public CannedRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        on("GET /v2/", exchange -> reply(exchange, 200, "{}"));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(range == null ? line : line + " " + range);
        String path =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Answer answer = answers.getOrDefault(path, missing -> reply(missing, 404, "{}"));
        try (exchange) {
            answer.to(exchange);
        }
    }

    /** Has a method and path answered so. */
    public CannedRegistry on(String methodAndPath, Answer answer) {
        answers.put(methodAndPath, answer);
        return this;
    }

    /** Has them answered by each in turn, the last for ever. */
    public CannedRegistry onInTurn(String methodAndPath, Answer... turns) {
        List<Answer> left = new ArrayList<>(List.of(turns));
        return on(methodAndPath, exchange -> {
            Answer next;
            synchronized (left) {
                next = left.size() > 1 ? left.remove(0) : left.get(0);
            }
            next.to(exchange);
        });
    }

    /** An image's manifest, configuration and layers, as {@code name:tag}. */
    public CannedRegistry document(String methodAndPath, String type, byte[] body) {
        return on(methodAndPath, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            reply(exchange, 200, body);
        });
    }

    public static void reply(HttpExchange exchange, int status, String body) throws IOException {
        reply(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    public static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Promises the whole and breaks off after some of it. */
    public static void cut(HttpExchange exchange, byte[] body, int after) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, after);
        exchange.getResponseBody().flush();
    }

    /** The rest from the range's start on. */
    public static void rest(HttpExchange exchange, byte[] body) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
        reply(exchange, 206, java.util.Arrays.copyOfRange(body, from, body.length));
    }

    /** Every request's method and target, and its range. */
    public List<String> asked() {
        return asked;
    }

    /** How long was waited before trying again. */
    public List<Duration> pauses() {
        return pauses;
    }

    /** {@code localhost:port}. */
    public String domain() {
        return "localhost:" + server.getAddress().getPort();
    }

    public Endpoint endpoint() {
        return new Endpoint(URI.create("http://" + domain()), true, false);
    }

    /** A transport that waits for nothing. */
    public Transport transport() {
        return new Transport(Map.of(), "test", pauses::add);
    }

    public Registry open(String repository, Credentials credentials) throws IOException {
        return Registry.open(transport(), endpoint(), repository, credentials);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
