package dev.berth.runtime.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What legacy links mean beyond the container that has them: further names of the other end, and an order of starts. */
final class LinkNames {
    private final ContainerIndex containers;
    private final LegacyLinks links;

    LinkNames(ContainerIndex containers, LegacyLinks links) {
        this.containers = containers;
        this.links = links;
    }

    /** By container id, its names {@code CHILD/ALIAS} in the order of the alphabet. */
    Map<String, List<String>> all() {
        Map<String, List<String>> names = new HashMap<>();
        for (ContainerEntry child : containers.all()) {
            for (ContainerLink link : child.networks().links()) {
                links.parent(link)
                        .ifPresent(
                                parent -> names.computeIfAbsent(parent.request().id(), id -> new ArrayList<>())
                                        .add(child.request().name() + "/" + link.alias()));
            }
        }
        names.values().forEach(list -> list.sort(null));
        return names;
    }

    /** The id of the container that {@code CHILD/ALIAS} names. */
    Optional<String> target(String path) {
        String name = path.startsWith("/") ? path.substring(1) : path;
        int slash = name.indexOf('/');
        if (slash < 1) {
            return Optional.empty();
        }
        String alias = name.substring(slash + 1);
        return containers
                .lookUp(name.substring(0, slash))
                .flatMap(child -> child.networks().links().stream()
                        .filter(link -> link.alias().equals(alias))
                        .findFirst()
                        .flatMap(links::parent)
                        .map(parent -> parent.request().id()));
    }

    /** The same ids, such that what a container is linked to, or shares the network of, comes before it. */
    List<String> startOrder(Collection<String> ids) {
        List<String> order = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        ids.forEach(id -> visit(id, ids, seen, order));
        return order;
    }

    private void visit(String id, Collection<String> ids, Set<String> seen, List<String> order) {
        if (!seen.add(id)) {
            return;
        }
        containers.lookUp(id).ifPresent(entry -> needed(entry).forEach(other -> visit(other, ids, seen, order)));
        if (ids.contains(id)) {
            order.add(id);
        }
    }

    private List<String> needed(ContainerEntry entry) {
        List<String> others = new ArrayList<>();
        entry.networks()
                .links()
                .forEach(link -> links.parent(link)
                        .ifPresent(parent -> others.add(parent.request().id())));
        if (NetworkMode.parse(entry.request().hostConfig().networkMode()) instanceof NetworkMode.OfContainer of) {
            containers
                    .lookUp(of.ref())
                    .ifPresent(owner -> others.add(owner.request().id()));
        }
        return others;
    }
}
