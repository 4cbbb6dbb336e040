package dev.berth.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Holds the engine of an {@link OnEngine} class to leaving nothing of what the class did on the host: once everything is
 * removed, links, addresses, routes and Berth's nftables rules are those from before
 * the class, and so are mounts and the directories of containers.
 */
public final class NothingLeft implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(NothingLeft.class);

    private record Seen(List<String> lines) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Seen.class, look(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Seen before = context.getStore(NAMESPACE).get(Seen.class, Seen.class);
        // A container that removes itself may still be about it.
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(left(before, look(context)))
                        .as("what is left on the host")
                        .isEmpty());
    }

    private static List<String> left(Seen before, Seen now) {
        List<String> left = new ArrayList<>(now.lines());
        before.lines().forEach(left::remove);
        return left;
    }

    private static Seen look(ExtensionContext context) {
        Docker docker = EngineExtension.engine(context).docker();
        List<String> lines = new ArrayList<>();
        docker.onHost("sh", "-c", """
                show() { sed "s|^|$1: |"; }
                ip -o link | sed -E 's/^[0-9]+: ([^:@]*).*/\\1/' | show link
                ip -o address show scope global | sed -E 's/^[0-9]+: //; s/ *tentative//' | show address
                (ip route; ip -6 route | grep -v '^fe80') | sed 's/ *linkdown//' | show route
                for t in inet bridge; do nft --stateless list table $t berth 2>/dev/null; done | show rule
                awk '$5 ~ /berth|netns|engine/ {print $5}' /proc/self/mountinfo | show mount
                """)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
        docker.leftovers()
                .forEach(part -> part.lines().map(line -> "file: " + line).forEach(lines::add));
        // dockerd keeps the host's own namespace from the first container on that it is for
        lines.removeIf(line -> line.endsWith(" /run/docker/netns/default"));
        return new Seen(lines);
    }
}
