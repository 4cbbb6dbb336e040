package dev.berth.runtime.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository of a registry, at an endpoint that answers.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 */
public final class Registry {
    private static final int LARGEST_MANIFEST = 4 << 20;
    private static final int LARGEST_CONFIG = 8 << 20;
    private static final int MOST_TAG_PAGES = 1000;

    private final Transport transport;
    private final Endpoint endpoint;
    private final Authorizer authorizer;
    private final String repository;
    private final Optional<Challenge> challenge;

    private Registry(
            Transport transport,
            Endpoint endpoint,
            Authorizer authorizer,
            String repository,
            Optional<Challenge> challenge) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.authorizer = authorizer;
        this.repository = repository;
        this.challenge = challenge;
    }

    /**
     * Asks an endpoint whether it is a registry and what it wants to see.
     *
     * @param repository path in it, {@code library/busybox}; empty to ask only about the registry
     * @throws RegistryException it does not answer as one
     */
    public static Registry open(Transport transport, Endpoint endpoint, String repository, Credentials credentials)
            throws IOException {
        Call ping = Call.get(endpoint.at("/v2/")).expecting(200, 401);
        HttpResponse<InputStream> answer = transport.send(ping, endpoint.verified());
        answer.body().close();
        Optional<Challenge> challenge = answer.statusCode() == 200
                ? Optional.empty()
                : Challenge.of(answer.headers().allValues("WWW-Authenticate"));
        Authorizer authorizer = new Authorizer(transport, endpoint.verified(), credentials);
        return new Registry(transport, endpoint, authorizer, repository, challenge);
    }

    /** The endpoint. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** @throws RegistryException the credentials are not taken */
    public void login() throws IOException {
        List<String> none = List.of();
        Call ping = Call.get(endpoint.at("/v2/"));
        if (challenge.isPresent()) {
            ping = ping.with("Authorization", authorizer.answer(challenge.get(), none));
        }
        transport.send(ping, endpoint.verified()).body().close();
    }

    /** @param reference a tag or a digest; what comes is checked against a digest */
    public Manifest manifest(String reference) throws IOException {
        Call call = Call.get(at("/manifests/" + reference)).with("Accept", Manifest.ACCEPTED);
        HttpResponse<InputStream> answer = send(call, pull());
        byte[] bytes = bounded(answer, LARGEST_MANIFEST, "manifest " + reference);
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .replaceAll(";.*", "")
                .strip();
        Manifest manifest = Manifest.parse(type, bytes, repository + ":" + reference);
        if (reference.contains(":") && !manifest.digest().equals(reference)) {
            throw RegistryException.refused(0, "", "manifest verification failed for digest " + reference);
        }
        return manifest;
    }

    /** A small blob as a whole, checked against its digest. */
    public byte[] document(Descriptor blob) throws IOException {
        if (blob.size() > LARGEST_CONFIG) {
            throw RegistryException.refused(
                    0, "", "configuration " + blob.digest() + " is larger than " + LARGEST_CONFIG);
        }
        byte[] bytes = bounded(blob(blob, 0), LARGEST_CONFIG, "configuration " + blob.digest());
        if (!Digests.sha256(bytes).equals(blob.digest())) {
            throw RegistryException.refused(0, "", "image config verification failed for digest " + blob.digest());
        }
        return bytes;
    }

    /** A blob from this byte on, if the registry can (206), else from the beginning (200); 416 if that is beyond it. */
    HttpResponse<InputStream> blob(Descriptor blob, long offset) throws IOException {
        Call call = Call.get(at("/blobs/" + blob.digest()));
        return send(
                offset == 0 ? call : call.with("Range", "bytes=" + offset + "-").expecting(200, 206, 416), pull());
    }

    /** The size of a blob, if it is there. */
    public Optional<Long> find(String digest) throws IOException {
        HttpResponse<InputStream> answer =
                send(Call.of("HEAD", at("/blobs/" + digest)).orMissing(), push());
        answer.body().close();
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(
                        answer.headers().firstValueAsLong("Content-Length").orElse(0));
    }

    /** Every tag, in the registry's order. */
    public List<String> tags() throws IOException {
        List<String> tags = new ArrayList<>();
        for (JsonNode page : pages(at("/tags/list"), pull())) {
            page.path("tags").forEach(tag -> tags.add(tag.asText()));
        }
        return tags;
    }

    /** Every repository of the registry, where it tells. */
    public List<String> catalog() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode page : pages(endpoint.at("/v2/_catalog"), List.of("registry:catalog:*"))) {
            page.path("repositories").forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    private List<JsonNode> pages(URI first, List<String> scopes) throws IOException {
        List<JsonNode> pages = new ArrayList<>();
        Optional<URI> next = Optional.of(first);
        while (next.isPresent() && pages.size() < MOST_TAG_PAGES) {
            URI here = next.get();
            HttpResponse<InputStream> answer = send(Call.get(here), scopes);
            pages.add(Json.tree(
                    new String(bounded(answer, LARGEST_MANIFEST, "list"), java.nio.charset.StandardCharsets.UTF_8)));
            next = answer.headers()
                    .firstValue("Link")
                    .filter(link -> link.contains("rel=\"next\"") && link.contains("<") && link.contains(">"))
                    .map(link -> here.resolve(link.substring(link.indexOf('<') + 1, link.indexOf('>'))));
        }
        return pages;
    }

    /**
     * Begins an upload, unless the registry can take the blob over from another repository of its own.
     *
     * @param from that repository's path; empty for none
     * @return where to upload to; empty if it was taken over
     */
    public Optional<URI> beginUpload(String digest, String from) throws IOException {
        String query = from.isEmpty() ? "" : "?mount=" + digest + "&from=" + from;
        List<String> scopes = new ArrayList<>(push());
        if (!from.isEmpty()) {
            scopes.add("repository:" + from + ":pull");
        }
        HttpResponse<InputStream> answer =
                send(Call.of("POST", at("/blobs/uploads/" + query)).expecting(201, 202), scopes);
        answer.body().close();
        if (answer.statusCode() == 201) {
            return Optional.empty();
        }
        String location = answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> RegistryException.refused(0, "", "the registry gave no place to upload to"));
        return Optional.of(endpoint.at("/v2/").resolve(location));
    }

    /** Sends a blob to where {@link #beginUpload} said. */
    public void upload(URI place, String digest, long size, UploadSource source) throws IOException {
        String separator = place.getRawQuery() == null ? "?" : "&";
        Call call = Call.of("PUT", URI.create(place + separator + "digest=" + digest.replace(":", "%3A")))
                .with("Content-Type", "application/octet-stream")
                .sending(() ->
                        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(source::open), Math.max(size, 1)))
                .expecting(201, 204);
        send(size == 0 ? call.sending(BodyPublishers::noBody) : call, push())
                .body()
                .close();
    }

    /** Gives the repository a manifest under this tag or digest. */
    public void put(String reference, String mediaType, byte[] manifest) throws IOException {
        Call call = Call.of("PUT", at("/manifests/" + reference))
                .with("Content-Type", mediaType)
                .sending(() -> BodyPublishers.ofByteArray(manifest))
                .expecting(200, 201);
        send(call, push()).body().close();
    }

    /** Opens what is to be uploaded, from its beginning. */
    @FunctionalInterface
    public interface UploadSource {
        InputStream open();
    }

    private URI at(String path) {
        return endpoint.at("/v2/" + repository + path);
    }

    private List<String> pull() {
        return List.of("repository:" + repository + ":pull");
    }

    private List<String> push() {
        return List.of("repository:" + repository + ":pull,push");
    }

    private HttpResponse<InputStream> send(Call call, List<String> scopes) throws IOException {
        Optional<String> known = authorizer.known(challenge, scopes);
        if (known.isEmpty() && challenge.isPresent()) {
            known = Optional.of(authorizer.answer(challenge.get(), scopes));
        }
        Call first = known.map(header -> call.with("Authorization", header)).orElse(call);
        List<Integer> withRefusal = new ArrayList<>(call.statuses());
        withRefusal.add(401);
        HttpResponse<InputStream> answer =
                transport.send(first.expecting(withRefusal.toArray(Integer[]::new)), endpoint.verified());
        Optional<Challenge> asked = answer.statusCode() == 401
                ? Challenge.of(answer.headers().allValues("WWW-Authenticate"))
                : Optional.empty();
        boolean spent = asked.map(Challenge::scheme).filter("basic"::equals).isPresent() && known.isPresent();
        if (answer.statusCode() == 401 && (asked.isEmpty() || spent)) {
            throw refused(answer);
        }
        if (asked.isEmpty()) {
            return answer;
        }
        answer.body().close();
        String renewed = authorizer.answer(asked.get(), scopes);
        Call again = call.with("Authorization", renewed).expecting(withRefusal.toArray(Integer[]::new));
        HttpResponse<InputStream> second = transport.send(again, endpoint.verified());
        if (second.statusCode() == 401) {
            throw refused(second);
        }
        return second;
    }

    /** A token that does not reach far enough is what a registry says of what is not there, too. */
    private static RegistryException refused(HttpResponse<InputStream> answer) throws IOException {
        boolean scope = answer.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(header -> header.contains("error=\"insufficient_scope\""));
        String body = Transport.text(answer);
        return scope
                ? RegistryException.refused(401, "DENIED", "denied: requested access to the resource is denied")
                : RegistryException.answered(401, body);
    }

    private static byte[] bounded(HttpResponse<InputStream> answer, int most, String what) throws IOException {
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw RegistryException.refused(0, "", what + " is larger than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** Waits as after this many failures in a row. */
    void pauseAfter(int failures) throws IOException {
        transport.pauseAfter(failures);
    }
}
