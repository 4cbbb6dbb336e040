package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.Cancellation;
import dev.berth.runtime.image.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches what {@code ADD} names by its address. */
final class Downloads {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"?([^\";/]+)\"?");

    private final Cancellation cancellation;

    Downloads(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** @param name as the address or the server calls it; empty if neither does */
    record Fetched(Path file, String name) {}

    /**
     * Fetches into a new file of the directory, readable by its owner alone, with the server's time of last change.
     *
     * @param checksum {@code sha256:...} that it must have
     * @throws EngineException.InvalidParameter no such address, another answer than 200, or another checksum
     */
    Fetched fetch(String url, Path directory, Optional<String> checksum) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
        try {
            HttpResponse<InputStream> answer = ask(client, URI.create(url));
            try (InputStream body = answer.body()) {
                if (answer.statusCode() >= 400) {
                    throw new EngineException.InvalidParameter(
                            "failed to GET " + url + " with status " + answer.statusCode());
                }
                Path file = Files.createTempFile(
                        directory,
                        "fetched-",
                        "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                String found = save(body, file);
                if (checksum.isPresent() && !checksum.get().equals(found)) {
                    throw new EngineException.InvalidParameter(
                            "digest mismatch " + found + ": " + checksum.get() + " of " + url);
                }
                Files.setLastModifiedTime(file, FileTime.from(modified(answer)));
                return new Fetched(file, name(url, answer));
            }
        } catch (ConnectException refused) {
            throw new EngineException.InvalidParameter(
                    "Get \"" + url + "\": dial tcp: connect: connection refused", refused);
        } catch (IOException | IllegalArgumentException failure) {
            throw new EngineException.InvalidParameter("Get \"" + url + "\": " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Cancellation.ended();
        }
    }

    /** Unlike the client's own blocking call this ends when the build is cancelled. */
    private HttpResponse<InputStream> ask(HttpClient client, URI address) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream());
        Cancellation.Listening listening = cancellation.onCancel(() -> answer.cancel(true));
        try {
            return answer.get();
        } catch (CancellationException cancelled) {
            throw Cancellation.ended();
        } catch (ExecutionException failed) {
            cancellation.check();
            throw failed.getCause() instanceof IOException failure ? failure : new IOException(failed.getCause());
        } finally {
            listening.close();
        }
    }

    private String save(InputStream body, Path file) throws IOException {
        MessageDigest digest = Digests.newSha256();
        byte[] buffer = new byte[1 << 16];
        Cancellation.Listening closing = cancellation.closing(body);
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                cancellation.check();
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            cancellation.check();
            throw broken;
        } finally {
            closing.close();
        }
        return Digests.text(digest);
    }

    private static Instant modified(HttpResponse<?> answer) {
        Optional<String> header = answer.headers().firstValue("Last-Modified");
        try {
            return header.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElse(Instant.EPOCH);
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }

    private static String name(String url, HttpResponse<?> answer) {
        String path = Optional.ofNullable(URI.create(url).getPath()).orElse("");
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (!last.isEmpty()) {
            return last;
        }
        Matcher named = FILE_NAME.matcher(
                answer.headers().firstValue("Content-Disposition").orElse(""));
        return named.find() ? named.group(1) : "";
    }
}
