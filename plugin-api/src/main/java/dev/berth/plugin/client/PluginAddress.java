package dev.berth.plugin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.wire.PluginJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a plugin listens.
 *
 * @param uri {@code unix:///path} , {@code tcp://host:port} or {@code https://host:port}
 * @param tls how to be sure of each other over TCP; empty for plain text
 */
public record PluginAddress(URI uri, Optional<TlsFiles> tls) {
    /** PEM files; empty where the spec names none. Without {@code authority} the plugin is not verified, as Docker. */
    public record TlsFiles(boolean unverified, String authority, String certificate, String key) {}

    /** On a Unix socket. */
    static PluginAddress unix(Path socket) {
        return new PluginAddress(URI.create("unix://" + socket), Optional.empty());
    }

    /** What a {@code .spec} or {@code .json} file says. @throws EngineException.InvalidParameter it says nothing sensible */
    static PluginAddress ofFile(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return file.toString().endsWith(".json")
                    ? ofJson(file, PluginJson.tree(content))
                    : new PluginAddress(
                            uri(file, new String(content, StandardCharsets.UTF_8).strip()), Optional.empty());
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read plugin spec " + file + ": " + failure, failure);
        }
    }

    private static PluginAddress ofJson(Path file, JsonNode spec) {
        JsonNode tls = spec.path("TLSConfig");
        Optional<TlsFiles> files = tls.isObject()
                ? Optional.of(new TlsFiles(
                        tls.path("InsecureSkipVerify").asBoolean()
                                || tls.path("CAFile").asText().isEmpty(),
                        tls.path("CAFile").asText(),
                        tls.path("CertFile").asText(),
                        tls.path("KeyFile").asText()))
                : Optional.empty();
        return new PluginAddress(uri(file, spec.path("Addr").asText()), files);
    }

    private static URI uri(Path file, String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getScheme().matches("unix|tcp|http|https")) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            throw new EngineException.InvalidParameter(
                    "plugin spec " + file + ": " + malformed.getMessage(), malformed);
        }
        throw new EngineException.InvalidParameter("plugin spec " + file + ": unknown protocol: " + text);
    }
}
