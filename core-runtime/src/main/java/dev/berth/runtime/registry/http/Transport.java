package dev.berth.runtime.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/**
 * Sends requests: follows redirections without taking credentials to another host, and sends again what the other side
 * could not answer just now. One for the whole daemon; connections are kept.
 */
public final class Transport {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    /** Until the answer's head is there; a body may take as long as it moves. */
    private static final Duration HEAD = Duration.ofSeconds(90);

    private static final int MOST_REDIRECTIONS = 10;
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int LARGEST_LIST = 4 << 20;
    private static final int LONGEST_ERROR = 64 * 1024;

    private final EnvironmentProxies proxies;
    private final String userAgent;
    private final Pauses pauses;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    /** @param environment where proxies are looked up */
    public Transport(Map<String, String> environment, String userAgent, Pauses pauses) {
        this.proxies = new EnvironmentProxies(environment);
        this.userAgent = userAgent;
        this.pauses = pauses;
    }

    /**
     * Sends a request, again if need be; the body is the caller's to read and close.
     *
     * @param verified false: any certificate will do
     * @throws RegistryException no answer, or one that the call does not expect
     */
    HttpResponse<InputStream> send(Call call, boolean verified) throws IOException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<InputStream> answer = follow(call, verified);
            if (call.statuses().contains(answer.statusCode())) {
                return answer;
            }
            RegistryException failure = RegistryException.answered(answer.statusCode(), text(answer));
            if (!failure.isPassing() || attempt == ATTEMPTS) {
                throw failure;
            }
            pauses.pause(pause(answer, attempt));
        }
    }

    /** Sends it once and gives whatever is answered. */
    HttpResponse<InputStream> follow(Call first, boolean verified) throws IOException {
        Call call = first;
        for (int redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
            HttpResponse<InputStream> answer = once(call, verified);
            Optional<URI> next = redirection(call, answer);
            if (next.isEmpty()) {
                return answer;
            }
            answer.body().close();
            boolean sameHost =
                    String.valueOf(next.get().getAuthority()).equals(call.uri().getAuthority());
            call = (sameHost ? call : call.without("Authorization")).to(next.get());
        }
        throw RegistryException.unreachable(
                described(first) + ": stopped after " + MOST_REDIRECTIONS + " redirects", new IOException());
    }

    /**
     * Asks an endpoint's index, the older API that has search.
     *
     * @return its results as they are
     */
    public ArrayNode index(Endpoint endpoint, String term, int limit, Credentials credentials) throws IOException {
        String query = "q=" + URLEncoder.encode(term, StandardCharsets.UTF_8) + "&n=" + limit;
        Call call = Call.get(endpoint.at("/v1/search?" + query));
        HttpResponse<InputStream> answer = send(
                credentials.hasPassword() ? call.with("Authorization", credentials.basic()) : call,
                endpoint.verified());
        try (InputStream body = answer.body()) {
            String json = new String(body.readNBytes(LARGEST_LIST), StandardCharsets.UTF_8);
            return Json.tree(json).path("results") instanceof ArrayNode results
                    ? results
                    : Json.mapper().createArrayNode();
        } catch (EngineException noJson) {
            throw RegistryException.refused(200, "", "search at " + endpoint.base() + ": " + noJson.getMessage());
        }
    }

    /** Waits as after this many failures in a row. */
    void pauseAfter(int failures) throws IOException {
        pauses.pause(backoff(failures));
    }

    private HttpResponse<InputStream> once(Call call, boolean verified) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(HEAD)
                .method(call.method(), call.publisher())
                .header("User-Agent", userAgent);
        call.headers().forEach(request::header);
        try {
            return client(call.uri(), verified).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(described(call) + ": context canceled");
        } catch (IOException failure) {
            throw RegistryException.unreachable(described(call) + ": " + reason(call.uri(), failure), failure);
        }
    }

    private HttpClient client(URI uri, boolean verified) throws IOException {
        String authority = String.valueOf(uri.getAuthority());
        List<Path> own = verified && "https".equals(uri.getScheme()) ? Certificates.own(authority) : List.of();
        String key = !verified ? "any" : own.isEmpty() ? "" : authority + own;
        HttpClient known = clients.get(key);
        if (known != null) {
            return known;
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies)
                .version(HttpClient.Version.HTTP_1_1);
        if (!verified) {
            builder.sslContext(Certificates.anybody());
        } else if (!own.isEmpty()) {
            builder.sslContext(Certificates.also(own));
        }
        HttpClient made = builder.build();
        HttpClient earlier = clients.putIfAbsent(key, made);
        return earlier == null ? made : earlier;
    }

    private static Optional<URI> redirection(Call call, HttpResponse<InputStream> answer) {
        boolean redirected = switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
        boolean asks = call.method().equals("GET") || call.method().equals("HEAD");
        return redirected && asks ? answer.headers().firstValue("Location").map(call.uri()::resolve) : Optional.empty();
    }

    private static Duration pause(HttpResponse<InputStream> answer, int attempt) {
        Optional<Duration> asked = answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        Duration wanted = asked.orElseGet(() -> backoff(attempt));
        return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }

    private static Duration backoff(int failures) {
        Duration wanted = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 8));
        return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }

    static String text(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
        }
    }

    /** In the form that Go's client has, which is what Docker shows. */
    private static String described(Call call) {
        String method = call.method().charAt(0) + call.method().substring(1).toLowerCase(Locale.ROOT);
        return method + " \"" + call.uri() + "\"";
    }

    private static String address(URI uri) {
        int standard = uri.getScheme().equals("https") ? 443 : 80;
        String host = uri.getHost();
        try {
            host = InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            // the name will do
        }
        return host + ":" + (uri.getPort() < 0 ? standard : uri.getPort());
    }

    private static String reason(URI uri, IOException failure) {
        String at = address(uri);
        if (failure instanceof HttpConnectTimeoutException) {
            return "dial tcp " + at + ": i/o timeout";
        }
        if (failure instanceof HttpTimeoutException) {
            return "net/http: timeout awaiting response headers";
        }
        if (failure instanceof ConnectException) {
            boolean unknown = failure.getCause() != null
                    && String.valueOf(failure.getCause().getCause()).contains("UnresolvedAddress");
            boolean unresolved = unknown || String.valueOf(failure.getCause()).contains("UnresolvedAddress");
            return unresolved
                    ? "dial tcp: lookup " + uri.getHost() + ": no such host"
                    : "dial tcp " + at + ": connect: connection refused";
        }
        String message = failure.getMessage();
        if (failure instanceof SSLException && message != null && message.contains("plaintext connection")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
