package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.container.Container;
import dev.berth.runtime.container.ContainerState;
import dev.berth.runtime.container.Health;
import dev.berth.runtime.image.Image;
import dev.berth.runtime.image.ImageReference;
import dev.berth.runtime.image.ImageService;
import dev.berth.runtime.network.EndpointState;
import dev.berth.runtime.network.NetworkService;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.HostPort;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.volume.VolumeService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of {@code docker ps}, in Docker's JSON. */
final class ContainerSummaries {
    private final ImageService images;
    private final NetworkService networks;
    private final VolumeService volumes;

    ContainerSummaries(ApiServices services) {
        this.images = services.images();
        this.networks = services.networks();
        this.volumes = services.volumes();
    }

    /** @param sizes also how many bytes of disk each has, which walks its files */
    List<ObjectNode> list(List<Container> containers, boolean sizes) {
        Map<String, List<String>> linkNames = networks.linkNames();
        return containers.stream()
                .map(container -> line(container, linkNames.getOrDefault(container.id(), List.of()), sizes))
                .toList();
    }

    private ObjectNode line(Container container, List<String> linkNames, boolean sizes) {
        ObjectNode json = Json.mapper().createObjectNode().put("Id", container.id());
        json.set("Names", names(container, linkNames));
        json.put("Image", imageName(container)).put("ImageID", container.imageId());
        json.put("Command", command(container))
                .put("Created", container.created().getEpochSecond());
        json.set("Ports", ports(networks.ports(container.id())));
        if (sizes) {
            ContainerSizes.addTo(json, images, container);
        }
        json.set("Labels", Json.mapper().valueToTree(container.config().labels()));
        json.put("State", container.state().status().word());
        json.put("Status", status(container.state(), Instant.now()));
        json.set("HostConfig", host(container.hostConfig()));
        Map<String, EndpointState> endpoints = networks.endpoints(container.id());
        json.putObject("NetworkSettings").set("Networks", Json.mapper().valueToTree(endpoints));
        json.set("Mounts", Json.mapper().valueToTree(volumes.mounts(container.id())));
        return json;
    }

    private static ObjectNode host(HostConfig config) {
        ObjectNode json = Json.mapper().createObjectNode().put("NetworkMode", config.networkMode());
        if (!config.annotations().isEmpty()) {
            json.set("Annotations", Json.mapper().valueToTree(config.annotations()));
        }
        return json;
    }

    private static ArrayNode names(Container container, List<String> linkNames) {
        ArrayNode names = Json.mapper().createArrayNode();
        Stream.concat(Stream.of(container.name()), linkNames.stream()).sorted().forEach(name -> names.add("/" + name));
        return names;
    }

    /** What the user called it, or its id if that name means another image by now. */
    private String imageName(Container container) {
        String asked = container.config().image();
        Optional<Image> image = images.byId(container.imageId());
        boolean stillNamed = image.isEmpty()
                || image.get().references().stream()
                        .map(ImageReference::familiar)
                        .anyMatch(name -> name.equals(asked) || name.equals(asked + ":latest"));
        return stillNamed || container.imageId().contains(asked) ? asked : container.imageId();
    }

    private static String command(Container container) {
        StringBuilder command = new StringBuilder(container.path());
        for (String arg : container.args()) {
            command.append(' ').append(arg.contains(" ") ? "'" + arg + "'" : arg);
        }
        return command.toString();
    }

    /** @param published {@code 80/tcp} to where, or to null */
    static ArrayNode ports(Map<String, List<HostPort>> published) {
        ArrayNode ports = Json.mapper().createArrayNode();
        published.forEach((port, places) -> {
            int slash = port.indexOf('/');
            int number = Integer.parseInt(slash < 0 ? port : port.substring(0, slash));
            String type = slash < 0 ? "tcp" : port.substring(slash + 1);
            // A network that translates no ports has none of the host's.
            if (places == null
                    || places.stream().allMatch(place -> place.hostPort().isEmpty())) {
                ports.addObject().put("PrivatePort", number).put("Type", type);
                return;
            }
            for (HostPort place : places) {
                if (!place.hostPort().isEmpty()) {
                    ports.addObject()
                            .put("IP", place.hostIp())
                            .put("PrivatePort", number)
                            .put("PublicPort", Integer.parseInt(place.hostPort()))
                            .put("Type", type);
                }
            }
        });
        return ports;
    }

    /** The words of {@code docker ps}, such as {@code Exited (0) 3 minutes ago}. */
    static String status(ContainerState state, Instant now) {
        String sinceStart = HumanTime.of(Duration.between(state.startedAt(), now));
        String sinceEnd = HumanTime.of(Duration.between(state.finishedAt(), now)) + " ago";
        return switch (state.status()) {
            case RUNNING -> "Up " + sinceStart + health(state);
            case PAUSED -> "Up " + sinceStart + " (Paused)";
            case RESTARTING -> "Restarting (" + state.exitCode() + ") " + sinceEnd;
            case REMOVING -> "Removal In Progress";
            case DEAD -> "Dead";
            case CREATED -> "Created";
            case EXITED ->
                state.finishedAt().equals(ContainerState.NEVER) ? "" : "Exited (" + state.exitCode() + ") " + sinceEnd;
        };
    }

    private static String health(ContainerState state) {
        Health health = state.health();
        if (health == null) {
            return "";
        }
        return health.status().equals("starting") ? " (health: starting)" : " (" + health.status() + ")";
    }
}
