package dev.berth.runtime.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageIntake;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.registry.http.Endpoints;
import dev.berth.runtime.registry.http.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registries of the world as the engine uses them. Everything may be called from any thread, and blocks. */
public final class Registries implements AutoCloseable {
    private final ImageService images;
    private final ImageIntake intake;
    private final RegistrySettings settings;
    private final Endpoints endpoints;
    private final Remote remote;
    private final Search search;
    private final RemoteManifests manifests;
    private final BlobFiles files;
    private final Parallel downloads;
    private final Parallel uploads;

    /** @param transport how they are reached */
    public Registries(ImageService images, RegistrySettings settings, Transport transport) {
        this.images = images;
        this.intake = images.intake();
        this.settings = settings;
        this.endpoints = new Endpoints(settings.mirrors(), settings.insecure());
        this.remote = new Remote(transport);
        this.search = new Search(remote, endpoints, transport);
        this.manifests = new RemoteManifests(remote, endpoints);
        this.files = new BlobFiles(intake.downloads());
        this.downloads = new Parallel("pull", settings.downloads());
        this.uploads = new Parallel("push", settings.uploads());
    }

    /** What the daemon was told about them. */
    public RegistrySettings settings() {
        return settings;
    }

    /**
     * Pulls an image, or every tag of its repository.
     *
     * @throws EngineException what the registry says, in Docker's words
     */
    public void pull(PullRequest request, TransferProgress progress, Cancellation cancellation) {
        if (!request.allTags()) {
            boolean came = pullOne(request, progress, cancellation);
            progress.message(status(came, request.name().familiar()));
            return;
        }
        boolean came = false;
        for (String tag : tags(request.name(), request.credentials())) {
            ImageReference name = request.name().withTag(tag);
            PullRequest one = new PullRequest(name, false, request.platform(), request.credentials());
            came |= pullOne(one, progress, cancellation);
        }
        progress.message(status(came, request.name().familiarName()));
    }

    private static String status(boolean came, String name) {
        return "Status: " + (came ? "Downloaded newer image for " : "Image is up to date for ") + name;
    }

    /** @return whether the name means another image than before */
    private boolean pullOne(PullRequest request, TransferProgress progress, Cancellation cancellation) {
        ImageReference name = request.name();
        Optional<String> before = idOf(name);
        ImagePull.Pulled pulled;
        try {
            pulled = remote.first(
                    endpoints.toPull(name.domain()),
                    name.path(),
                    request.credentials(),
                    registry -> new ImagePull(
                                    intake, files, downloads, settings.attempts(), registry, progress, cancellation)
                            .run(name, request.platform()));
        } catch (IOException failure) {
            throw Refusals.ofPull(failure, name);
        }
        progress.message("Digest: " + pulled.digest());
        return before.filter(pulled.image().id()::equals).isEmpty();
    }

    private Optional<String> idOf(ImageReference name) {
        try {
            return Optional.of(images.resolve(name.familiar()).id());
        } catch (EngineException.NotFound unknown) {
            return Optional.empty();
        }
    }

    private List<String> tags(ImageReference name, Credentials credentials) {
        try {
            return remote.first(endpoints.toPull(name.domain()), name.path(), credentials, registry -> registry.tags());
        } catch (IOException failure) {
            throw Refusals.ofPull(failure, name);
        }
    }

    /**
     * Pushes an image.
     *
     * @param name without a tag: every tag of the repository
     * @throws EngineException what the registry says, or that there is no such image
     */
    public void push(
            ImageReference name,
            boolean allTags,
            Credentials credentials,
            TransferProgress progress,
            Cancellation ended) {
        progress.message("The push refers to repository [" + name.name() + "]");
        List<ImageReference> known = intake.tagsOf(name.name());
        if (known.isEmpty()) {
            throw new EngineException.SystemFailure(
                    "An image does not exist locally with the tag: " + name.familiarName());
        }
        List<ImageReference> chosen = allTags ? known : List.of(name);
        try {
            remote.first(endpoints.toPush(name.domain()), name.path(), credentials, registry -> {
                ImagePush push = new ImagePush(intake, uploads, registry, name, progress, ended);
                for (ImageReference one : chosen) {
                    push.run(tagged(one), one.tag().orElse("latest"));
                }
                return true;
            });
        } catch (IOException failure) {
            throw Refusals.ofPush(failure);
        }
        intake.tell("push", name.familiar());
    }

    private Image tagged(ImageReference name) {
        try {
            return images.resolve(name.familiar());
        } catch (EngineException.NotFound unknown) {
            throw new EngineException.NotFound("tag does not exist: " + name.familiar());
        }
    }

    /**
     * Asks whether a registry takes the credentials.
     *
     * @param server address as users write it; empty for Docker Hub
     * @throws EngineException.Unauthorized it does not
     */
    public void login(String server, Credentials credentials) {
        String domain = serverName(server);
        try {
            remote.first(endpoints.toPush(domain), "", credentials, registry -> {
                registry.login();
                return true;
            });
        } catch (IOException failure) {
            throw Refusals.ofLogin(failure, endpoints.toPush(domain).get(0));
        }
    }

    private static String serverName(String server) {
        String name = server.replaceFirst("^https?://", "").replaceAll("/.*$", "");
        return name.isEmpty() || name.equals("index.docker.io") ? Endpoints.HUB : name;
    }

    /**
     * What a registry finds, in Docker's JSON.
     *
     * @param limit most results, 1..100
     */
    public ArrayNode search(String term, int limit, Map<String, List<String>> filters, Credentials credentials) {
        return search.run(term, limit, filters, credentials);
    }

    /** Docker's {@code DistributionInspect}: digest and platforms of what a name means at its registry. */
    public ObjectNode inspect(ImageReference name, Credentials credentials) {
        return manifests.inspect(name.canonical(), credentials);
    }

    @Override
    public void close() {
        downloads.close();
        uploads.close();
    }
}
