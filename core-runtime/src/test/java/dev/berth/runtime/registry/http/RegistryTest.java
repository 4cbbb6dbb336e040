package dev.berth.runtime.registry.http;

import static dev.berth.runtime.registry.http.CannedRegistry.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.berth.runtime.image.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryTest {
    private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.DOCKER + "\"}";
    private static final String PATH = "GET /v2/team/app/manifests/1";

    private final CannedRegistry canned = new CannedRegistry();

    @AfterEach
    void close() {
        canned.close();
    }

    private void wantsToken() {
        String challenge = "Bearer realm=\"http://" + canned.domain()
                + "/token\",service=\"here\",scope=\"repository:team/app:pull\"";
        CannedRegistry.Answer guarded = exchange -> {
            boolean known = "Bearer good".equals(header(exchange, "Authorization"));
            if (!known) {
                exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            }
            reply(exchange, known ? 200 : 401, known ? MANIFEST : "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
        };
        canned.on("GET /v2/", guarded).on(PATH, guarded);
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    @Test
    void manifest_bearer_asksTheTokenServerOnceAScope() throws IOException {
        wantsToken();
        List<String> authorizations = new ArrayList<>();
        canned.on("GET /token", exchange -> {
            authorizations.add(header(exchange, "Authorization"));
            reply(exchange, 200, "{\"token\":\"good\",\"expires_in\":300}");
        });

        Registry registry = canned.open("team/app", Credentials.of("me", "secret"));
        registry.manifest("1");
        registry.manifest("1");

        assertThat(canned.asked())
                .filteredOn(line -> line.startsWith("GET /token"))
                .containsExactly("GET /token?account=me&service=here&scope=repository%3Ateam%2Fapp%3Apull");
        assertThat(authorizations).containsExactly("Basic bWU6c2VjcmV0");
    }

    @Test
    void manifest_tokenExpired_asksForAnother() throws IOException {
        wantsToken();
        canned.onInTurn(
                "GET /token",
                exchange -> reply(exchange, 200, "{\"access_token\":\"stale\"}"),
                exchange -> reply(exchange, 200, "{\"access_token\":\"good\"}"));

        assertThat(canned.open("team/app", Credentials.NONE).manifest("1").mediaType())
                .isEqualTo(Manifest.DOCKER);
    }

    @Test
    void manifest_identityToken_isPosted() throws IOException {
        wantsToken();
        List<String> forms = new ArrayList<>();
        canned.on("POST /token", exchange -> {
            forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            reply(exchange, 200, "{\"access_token\":\"good\"}");
        });

        canned.open("team/app", new Credentials("", "", "refresh", "")).manifest("1");

        assertThat(forms)
                .containsExactly("grant_type=refresh_token&refresh_token=refresh&service=here&client_id=docker"
                        + "&scope=repository%3Ateam%2Fapp%3Apull");
    }

    @Test
    void manifest_scopeNotGiven_isDenied() throws IOException {
        canned.on("GET /v2/", exchange -> challenge(exchange, ""))
                .on(PATH, exchange -> challenge(exchange, ",error=\"insufficient_scope\""))
                .on("GET /token", exchange -> reply(exchange, 200, "{\"token\":\"weak\"}"));

        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThatThrownBy(() -> registry.manifest("1"))
                .isInstanceOf(RegistryException.class)
                .hasMessage("denied: requested access to the resource is denied")
                .extracting(failure -> ((RegistryException) failure).code())
                .isEqualTo("DENIED");
    }

    private void challenge(HttpExchange exchange, String more) throws IOException {
        String realm = "http://" + canned.domain() + "/token";
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + realm + "\"" + more);
        reply(exchange, 401, "{}");
    }

    @Test
    void manifest_basic_needsCredentials() throws IOException {
        CannedRegistry.Answer guarded = exchange -> {
            boolean known = header(exchange, "Authorization").equals("Basic bWU6c2VjcmV0");
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
            reply(exchange, known ? 200 : 401, known ? MANIFEST : "{}");
        };
        canned.on("GET /v2/", guarded).on(PATH, guarded);

        canned.open("team/app", Credentials.of("me", "secret")).manifest("1");
        Registry nobody = canned.open("team/app", Credentials.NONE);
        Registry stranger = canned.open("team/app", Credentials.of("me", "wrong"));

        assertThatThrownBy(() -> nobody.manifest("1")).hasMessage("no basic auth credentials");
        assertThatThrownBy(() -> stranger.manifest("1")).hasMessage("unauthorized: authentication required");
        assertThatThrownBy(stranger::login).hasMessage("unauthorized: authentication required");
    }

    @Test
    void manifest_busyRegistry_isAskedAgainAsItSays() throws IOException {
        canned.onInTurn(
                PATH,
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    reply(exchange, 429, "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\"}]}");
                },
                exchange -> reply(exchange, 503, ""),
                exchange -> reply(exchange, 200, MANIFEST));

        canned.open("team/app", Credentials.NONE).manifest("1");

        assertThat(canned.pauses()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
    }

    @Test
    void manifest_alwaysFailing_isGivenUpAfterFiveTries() throws IOException {
        canned.on(PATH, exchange -> reply(exchange, 500, "no"));
        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThatThrownBy(() -> registry.manifest("1")).hasMessage("received unexpected HTTP status: 500");
        assertThat(canned.asked())
                .filteredOn(line -> line.endsWith("manifests/1"))
                .hasSize(5);
    }

    @Test
    void manifest_schema1_isRefused() throws IOException {
        canned.document(
                PATH,
                "application/vnd.docker.distribution.manifest.v1+prettyjws",
                "{\"schemaVersion\":1}".getBytes(StandardCharsets.UTF_8));
        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThatThrownBy(() -> registry.manifest("1"))
                .hasMessageContaining("manifest version 2, schema 1 are not supported");
    }

    @Test
    void manifest_otherBytesThanItsDigest_isRefused() throws IOException {
        String digest = "sha256:" + "1".repeat(64);
        canned.on("GET /v2/team/app/manifests/" + digest, exchange -> reply(exchange, 200, MANIFEST));
        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThatThrownBy(() -> registry.manifest(digest))
                .hasMessage("manifest verification failed for digest " + digest);
    }

    @Test
    void manifest_endless_isRefused() throws IOException {
        canned.on(PATH, exchange -> reply(exchange, 200, new byte[(4 << 20) + 1]));
        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThatThrownBy(() -> registry.manifest("1")).hasMessageContaining("is larger than");
    }

    @Test
    void errors_areToldInDockersWords() throws IOException {
        canned.on(
                PATH,
                exchange -> reply(
                        exchange,
                        404,
                        "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"));
        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThatThrownBy(() -> registry.manifest("1")).hasMessage("manifest unknown: manifest unknown");
        canned.close();
        assertThatThrownBy(() -> canned.open("x", Credentials.NONE))
                .hasMessage("Get \"http://" + canned.domain() + "/v2/\": dial tcp 127.0.0.1:"
                        + canned.domain().split(":")[1] + ": connect: connection refused");
    }

    @Test
    void blob_redirectedToAnotherHost_keepsCredentialsHome() throws IOException {
        byte[] content = "config".getBytes(StandardCharsets.UTF_8);
        Descriptor blob = new Descriptor("", Digests.sha256(content), content.length);
        List<String> seen = new ArrayList<>();
        try (CannedRegistry store = new CannedRegistry()) {
            store.on("GET /elsewhere", exchange -> {
                seen.add(header(exchange, "Authorization"));
                reply(exchange, 200, content);
            });
            canned.on("GET /v2/", exchange -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
                reply(exchange, 401, "{}");
            });
            canned.on("GET /v2/team/app/blobs/" + blob.digest(), exchange -> {
                seen.add(header(exchange, "Authorization"));
                exchange.getResponseHeaders().set("Location", "http://" + store.domain() + "/elsewhere");
                reply(exchange, 307, "");
            });

            assertThat(canned.open("team/app", Credentials.of("me", "secret")).document(blob))
                    .isEqualTo(content);
        }
        assertThat(seen).containsExactly("Basic bWU6c2VjcmV0", "null");
    }

    @Test
    void upload_isMountedOrSentAtOnce() throws IOException {
        byte[] content = "layer".getBytes(StandardCharsets.UTF_8);
        String digest = Digests.sha256(content);
        List<String> received = new ArrayList<>();
        canned.onInTurn("POST /v2/team/app/blobs/uploads/", exchange -> reply(exchange, 201, ""), exchange -> {
            exchange.getResponseHeaders().set("Location", "/upload/1?state=x");
            reply(exchange, 202, "");
        });
        canned.on("PUT /upload/1", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            reply(exchange, 201, "");
        });
        Registry registry = canned.open("team/app", Credentials.NONE);

        assertThat(registry.beginUpload(digest, "other/app")).isEmpty();
        URI place = registry.beginUpload(digest, "").orElseThrow();
        registry.upload(place, digest, content.length, () -> new ByteArrayInputStream(content));

        assertThat(received).containsExactly("layer");
        assertThat(canned.asked())
                .contains("POST /v2/team/app/blobs/uploads/?mount=" + digest + "&from=other/app")
                .contains("PUT /upload/1?state=x&digest=" + digest.replace(":", "%3A"));
    }

    @Test
    void tags_onSeveralPages_areAllRead() throws IOException {
        canned.onInTurn(
                "GET /v2/team/app/tags/list",
                exchange -> {
                    exchange.getResponseHeaders().set("Link", "</v2/team/app/tags/list?last=b>; rel=\"next\"");
                    reply(exchange, 200, "{\"tags\":[\"a\",\"b\"]}");
                },
                exchange -> reply(exchange, 200, "{\"tags\":[\"c\"]}"));

        assertThat(canned.open("team/app", Credentials.NONE).tags()).containsExactly("a", "b", "c");
    }
}
