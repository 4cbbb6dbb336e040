package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Links of containers that exist, running or not: shown, added, taken away. */
final class LinkChanges {
    private final SandboxParts parts;
    private final LinkRefresh refresh;

    LinkChanges(SandboxParts parts, LinkRefresh refresh) {
        this.parts = parts;
        this.refresh = refresh;
    }

    /** {@code /PARENT:/CHILD/ALIAS}, by the names of now. */
    List<String> shown(ContainerEntry entry) {
        return targets(entry).entrySet().stream()
                .map(link -> "/" + link.getValue() + ":/" + entry.request().name() + "/" + link.getKey())
                .toList();
    }

    /** Alias to the name of the other end. */
    Map<String, String> targets(ContainerEntry entry) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (ContainerLink link : entry.networks().links()) {
            String name = parts.links()
                    .parent(link)
                    .map(parent -> parent.request().name())
                    .orElse(link.parentName());
            targets.put(link.alias(), name);
        }
        return targets;
    }

    /**
     * Links a container to another one; either may run, and they may be linked the other way round as well. What runs
     * has the line, the name and the permit at once, and new processes the variables.
     *
     * @throws EngineException.NotFound one of them is not there
     * @throws EngineException.Conflict the container calls another one so
     * @throws EngineException.InvalidParameter they have no network in common, or no network of their own
     */
    void add(String child, String parent, String alias) {
        ContainerEntry entry = parts.containers().find(child);
        ContainerEntry other = parts.containers().find(parent);
        requireLinkable(entry, other, alias);
        ContainerLink link = parts.links().link(other, alias);
        entry.exclusivelyRun(() -> {
            if (entry.networks().links().stream()
                    .anyMatch(known -> known.alias().equals(alias))) {
                throw new EngineException.Conflict("link " + entry.request().name() + "/" + alias + " to "
                        + other.request().name() + ": the alias is in use");
            }
            List<ContainerLink> links = new ArrayList<>(entry.networks().links());
            links.add(link);
            parts.containers().save(entry, entry.networks().withLinks(links));
        });
        refresh.one(entry);
    }

    private static void requireLinkable(ContainerEntry entry, ContainerEntry other, String alias) {
        if (entry == other) {
            throw new EngineException.InvalidParameter(
                    "link " + entry.request().name() + " to itself: a container knows its own name");
        }
        if (!alias.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw new EngineException.InvalidParameter(
                    "Invalid alias (" + alias + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        List<String> networks = networks(entry);
        if (networks(other).stream().noneMatch(networks::contains)) {
            throw new EngineException.InvalidParameter(
                    "link " + entry.request().name() + " to " + other.request().name() + ": no network in common");
        }
    }

    private static List<String> networks(ContainerEntry entry) {
        return entry.networks().attachments().stream()
                .map(Attachment::network)
                .filter(network -> !network.equals(Network.HOST) && !network.equals(Network.NONE))
                .toList();
    }

    /** @throws EngineException.NotFound there is no such link */
    void remove(String child, String alias) {
        ContainerEntry entry = parts.containers().find(child);
        entry.exclusivelyRun(() -> {
            List<ContainerLink> rest = entry.networks().links().stream()
                    .filter(link -> !link.alias().equals(alias))
                    .toList();
            if (rest.size() == entry.networks().links().size()) {
                throw new EngineException.NotFound(
                        "No such container: " + entry.request().name() + "/" + alias);
            }
            parts.links().revoke(entry);
            parts.containers().save(entry, entry.networks().withLinks(rest));
        });
        refresh.one(entry);
    }
}
