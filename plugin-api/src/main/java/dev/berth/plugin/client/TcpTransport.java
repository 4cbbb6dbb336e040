package dev.berth.plugin.client;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.wire.PluginJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls over TCP, with TLS if the spec has it. */
final class TcpTransport implements PluginTransport {
    private final URI base;
    private final HttpClient client;

    TcpTransport(PluginAddress address) {
        boolean secure = address.tls().isPresent() || address.uri().getScheme().equals("https");
        base = URI.create((secure ? "https://" : "http://") + address.uri().getAuthority());
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        address.tls().ifPresent(files -> builder.sslContext(TlsContext.of(files)));
        client = builder.build();
    }

    @Override
    public Answer post(String path, byte[] body, Duration limit) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(limit)
                .header("Accept", PluginJson.CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException refused) {
            throw new NotSentException("connect to " + base + ": " + refused.getMessage(), refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EngineException.Unavailable("call " + base + path + ": interrupted", interrupted);
        }
    }
}
