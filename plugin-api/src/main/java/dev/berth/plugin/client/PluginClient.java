package dev.berth.plugin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.wire.PluginJson;
import dev.berth.plugin.wire.PluginProtocol;
import dev.berth.plugin.wire.PluginProtocol.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls one plugin. What goes wrong names the plugin and the call. */
public final class PluginClient {
    private static final int LONGEST_MESSAGE = 4096;

    private final String name;
    private final PluginTransport transport;
    private final PluginDeadlines deadlines;
    private final CircuitBreaker breaker;
    private final Runnable handshake;

    private PluginClient(
            String name,
            PluginTransport transport,
            PluginDeadlines deadlines,
            CircuitBreaker breaker,
            Runnable handshake) {
        this.name = name;
        this.transport = transport;
        this.deadlines = deadlines;
        this.breaker = breaker;
        this.handshake = handshake;
    }

    /** A client of the plugin at this address. */
    public static PluginClient of(String name, PluginAddress address, PluginDeadlines deadlines) {
        PluginTransport transport = address.uri().getScheme().equals("unix")
                ? new UnixTransport(java.nio.file.Path.of(address.uri().getPath()))
                : new TcpTransport(address);
        return new PluginClient(name, transport, deadlines, new CircuitBreaker(), () -> {});
    }

    /** The same plugin; before each call this is run, which may refuse it by an exception. */
    PluginClient after(Runnable before) {
        return new PluginClient(name, transport, deadlines, breaker, before);
    }

    /** The plugin's name. */
    public String name() {
        return name;
    }

    PluginDeadlines deadlines() {
        return deadlines;
    }

    /** What is not known to be in the plugin's interest to be asked twice is asked once. */
    <T> T call(String path, Object request, Class<T> answer) {
        return PluginJson.convert(answered(path, request), answer);
    }

    /** As {@link #call}, for a call that the plugin need not have. @param unknown if it has not */
    <T> T optional(String path, Object request, Class<T> answer, T unknown) {
        try {
            return call(path, request, answer);
        } catch (EngineException.NotImplemented absent) {
            return unknown;
        }
    }

    private JsonNode answered(String path, Object request) {
        handshake.run();
        PluginTransport.Answer answer = exchange(path, PluginJson.write(request));
        if (answer.status() == 404) {
            throw new EngineException.NotImplemented(describe(path) + ": the plugin has no such method");
        }
        if (answer.status() != 200) {
            throw refusal(path, answer);
        }
        JsonNode tree = tree(path, answer);
        if (tree.isObject()) {
            Failure failure = PluginJson.convert(tree, Failure.class);
            if (!failure.message().isEmpty()) {
                throw EngineException.of(failure.kindOr(EngineException.Kind.SYSTEM), failure.message());
            }
        }
        return tree;
    }

    private JsonNode tree(String path, PluginTransport.Answer answer) {
        try {
            return PluginJson.tree(answer.body());
        } catch (EngineException.InvalidParameter malformed) {
            throw new EngineException.SystemFailure(describe(path) + ": " + malformed.getMessage(), malformed);
        }
    }

    /** The message of a failure is the plugin's own, as Docker shows it. */
    private EngineException refusal(String path, PluginTransport.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        try {
            Failure failure = PluginJson.read(answer.body(), Failure.class);
            if (!failure.message().isEmpty()) {
                return EngineException.of(failure.kindOr(EngineException.Kind.SYSTEM), failure.message());
            }
        } catch (EngineException.InvalidParameter plainText) {
            text = text.substring(0, Math.min(LONGEST_MESSAGE, text.length()));
        }
        return new EngineException.SystemFailure(describe(path) + ": status " + answer.status() + ": " + text);
    }

    private PluginTransport.Answer exchange(String path, byte[] body) {
        boolean suspected = breaker.isOpen();
        if (suspected) {
            exchange(path, PluginProtocol.ACTIVATE, new byte[0], deadlines.probe());
        }
        PluginTransport.Answer answer = exchange(path, path, body, suspected ? deadlines.second() : deadlines.call());
        breaker.answered();
        return answer;
    }

    /** @param wanted the call that all this is for */
    private PluginTransport.Answer exchange(String wanted, String path, byte[] body, Duration limit) {
        try {
            return send(path, body, limit);
        } catch (SocketTimeoutException | HttpTimeoutException silence) {
            breaker.silent();
            throw new EngineException.Unavailable(describe(wanted) + ": " + silence.getMessage(), silence);
        } catch (IOException failure) {
            throw new EngineException.Unavailable(describe(wanted) + ": " + failure.getMessage(), failure);
        }
    }

    /** Once more, whole, where the plugin cannot have seen the first: one that is being restarted is back by then. */
    private PluginTransport.Answer send(String path, byte[] body, Duration limit) throws IOException {
        try {
            return transport.post(path, body, limit);
        } catch (PluginTransport.NotSentException unseen) {
            try {
                return transport.post(path, body, limit);
            } catch (IOException again) {
                again.addSuppressed(unseen);
                throw again;
            }
        }
    }

    private String describe(String path) {
        return "plugin " + name + ": " + path.substring(1);
    }
}
