package dev.berth.runtime.api;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.Health;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.volume.MountPoint;
import dev.berth.runtime.volume.VolumeService;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The filters of {@code docker ps}: values of one key are alternatives (labels must all be there), all keys must hold.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/ls/#filter">filters</a>
 */
final class ContainerFilter {
    private static final Set<String> KEYS = Set.of(
            "ancestor",
            "before",
            "exited",
            "expose",
            "health",
            "id",
            "is-task",
            "isolation",
            "label",
            "name",
            "network",
            "publish",
            "since",
            "status",
            "volume");
    private static final Set<String> STATUSES =
            Set.of("created", "running", "paused", "restarting", "removing", "exited", "dead");

    private final Map<String, List<String>> wanted;
    private final ApiServices services;

    /**
     * @throws EngineException.InvalidParameter an unknown key or status
     * @throws EngineException.NotFound {@code before} or {@code since} names no container
     */
    ContainerFilter(Map<String, List<String>> wanted, ApiServices services) {
        this.wanted = wanted;
        this.services = services;
        for (String key : wanted.keySet()) {
            if (!KEYS.contains(key)) {
                throw new EngineException.InvalidParameter("Invalid filter '" + key + "'");
            }
        }
        for (String status : wanted.getOrDefault("status", List.of())) {
            if (!STATUSES.contains(status)) {
                throw new EngineException.InvalidParameter("Invalid filter 'status=" + status + "'");
            }
        }
    }

    /** Whether stopped containers are meant even without {@code all}. */
    boolean includesStopped() {
        return wanted.containsKey("status") || wanted.containsKey("exited");
    }

    boolean matches(Container container) {
        return wanted.entrySet().stream().allMatch(filter -> matches(filter.getKey(), filter.getValue(), container));
    }

    private boolean matches(String key, List<String> values, Container container) {
        return switch (key) {
            case "label" ->
                values.stream()
                        .allMatch(value ->
                                Labels.matches(value, container.config().labels()));
            case "before" -> values.stream().allMatch(ref -> container.created().isBefore(created(ref)));
            case "since" -> values.stream().allMatch(ref -> container.created().isAfter(created(ref)));
            default -> values.stream().anyMatch(value -> matches(key, value, container));
        };
    }

    private boolean matches(String key, String value, Container container) {
        return switch (key) {
            case "id" -> container.id().startsWith(value);
            case "name" -> name(value, container.name());
            case "status" -> container.state().status().word().equals(value);
            case "exited" ->
                !container.state().isUp()
                        && !container.state().startedAt().equals(dev.berth.runtime.container.ContainerState.NEVER)
                        && Integer.toString(container.state().exitCode()).equals(value);
            case "health" -> health(container.state().health()).equals(value);
            case "ancestor" -> ancestor(value, container, services.images());
            case "volume" -> volume(value, container, services.volumes());
            case "network" -> network(value, container, services.networks());
            case "publish" -> port(key, value, published(container));
            case "expose" -> port(key, value, container.config().exposedPorts().keySet());
            default -> value.equals("false") || value.equals("default");
        };
    }

    private Instant created(String ref) {
        return services.containers().find(ref).created();
    }

    /** A regular expression found anywhere in the name, which begins with a slash for those who ask for one. */
    private static boolean name(String value, String name) {
        try {
            Pattern pattern = Pattern.compile(value);
            return pattern.matcher(name).find() || pattern.matcher("/" + name).find();
        } catch (PatternSyntaxException noPattern) {
            return name.equals(value);
        }
    }

    private static String health(@org.jspecify.annotations.Nullable Health health) {
        return health == null ? "none" : health.status();
    }

    private static boolean ancestor(String value, Container container, ImageService images) {
        try {
            Image image = images.resolve(value);
            if (image.id().equals(container.imageId())) {
                return true;
            }
            return images.byId(container.imageId())
                    .filter(own -> own.layers().size() >= image.layers().size()
                            && own.layers().subList(0, image.layers().size()).equals(image.layers()))
                    .isPresent();
        } catch (EngineException.NotFound | EngineException.InvalidParameter noImage) {
            return false;
        }
    }

    private static boolean volume(String value, Container container, VolumeService volumes) {
        for (MountPoint mount : volumes.mounts(container.id())) {
            if (List.of(mount.name(), mount.source(), mount.destination()).contains(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean network(String value, Container container, NetworkService networks) {
        return networks.endpoints(container.id()).entrySet().stream()
                .anyMatch(entry -> entry.getKey().equals(value)
                        || (!value.isEmpty() && entry.getValue().networkId().startsWith(value)));
    }

    /** Ports of the host, as {@code 8080/tcp}. */
    private Set<String> published(Container container) {
        Set<String> published = new HashSet<>();
        services.networks().ports(container.id()).forEach((port, bindings) -> {
            if (bindings != null) {
                bindings.forEach(binding -> published.add(binding.hostPort() + port.substring(port.indexOf('/'))));
            }
        });
        return published;
    }

    private static boolean port(String key, String value, Set<String> ports) {
        String asked = value.contains("/") ? value : value + "/tcp";
        String range = asked.substring(0, asked.indexOf('/'));
        String type = asked.substring(asked.indexOf('/'));
        int dash = range.indexOf('-');
        int first = number(key, value, dash < 0 ? range : range.substring(0, dash));
        int last = number(key, value, dash < 0 ? range : range.substring(dash + 1));
        for (int number = first; number <= last; number++) {
            if (ports.contains(number + type)) {
                return true;
            }
        }
        return false;
    }

    private static int number(String key, String value, String text) {
        if (!text.matches("\\d{1,5}")) {
            throw new EngineException.InvalidParameter("error while looking up for " + key + " " + value
                    + ": strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
        return Integer.parseInt(text);
    }
}
