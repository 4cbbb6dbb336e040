package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.image.ImageSummary;
import dev.berth.runtime.spec.ApiVersion;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What clients of one API version are told. Every answer is made with all that any served version tells; what the
 * client's version does not is taken out here.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version-history/">Engine API version history</a>
 */
record AnswersByVersion(ApiVersion version) {
    /** Of an image's configuration, what only a container's has. */
    private static final List<String> NO_IMAGE_CONFIG = List.of(
            "Hostname",
            "Domainname",
            "AttachStdin",
            "AttachStdout",
            "AttachStderr",
            "Tty",
            "OpenStdin",
            "StdinOnce",
            "Image");

    /** {@code GET /images/{name}/json}. */
    ObjectNode image(ObjectNode image) {
        from(44, image, List.of("VirtualSize"));
        from(45, image, List.of("Container", "ContainerConfig"));
        from(50, image.path("Config"), NO_IMAGE_CONFIG);
        return image;
    }

    /**
     * {@code GET /images/json}.
     *
     * @param counted the same images with the numbers of their containers, which not everybody is told
     */
    List<ImageSummary> imageLines(List<ImageSummary> lines, UnaryOperator<List<ImageSummary>> counted) {
        List<ImageSummary> told = version.isAtLeast(51) ? counted.apply(lines) : lines;
        return told.stream().map(this::imageLine).toList();
    }

    /** An image of {@code GET /system/df}. */
    ImageSummary imageLine(ImageSummary image) {
        ImageSummary named = version.isAtLeast(43) ? image.withoutPlaceholders() : image;
        return version.isAtLeast(44) ? named.withoutVirtualSize() : named;
    }

    /** {@code GET /containers/{id}/json}. Once a container's short id was among its aliases. */
    ObjectNode container(ObjectNode container) {
        if (version.isAtLeast(45)) {
            String shortId = container.path("Id").asText().substring(0, 12);
            for (JsonNode endpoint : container.path("NetworkSettings").path("Networks")) {
                removeText(endpoint.path("Aliases"), shortId);
            }
        }
        return container;
    }

    /** A line of {@code GET /containers/json}. */
    ObjectNode containerLine(ObjectNode line) {
        before(46, line.path("HostConfig"), List.of("Annotations"));
        return line;
    }

    /** {@code GET /info}. */
    ObjectNode info(ObjectNode info) {
        before(44, info, List.of("CDISpecDirs"));
        from(
                47,
                info.path("RegistryConfig"),
                List.of("AllowNondistributableArtifactsCIDRs", "AllowNondistributableArtifactsHostnames"));
        before(49, info, List.of("FirewallBackend"));
        for (String commit : SystemInfo.COMMITS) {
            from(49, info.path(commit), List.of("Expected"));
        }
        from(50, info, List.of("BridgeNfIptables", "BridgeNfIp6tables"));
        return info;
    }

    /** @param minor since when the members are no longer told */
    private void from(int minor, JsonNode json, List<String> members) {
        if (version.isAtLeast(minor) && json instanceof ObjectNode object) {
            object.remove(members);
        }
    }

    /** @param minor since when the members are told */
    private void before(int minor, JsonNode json, List<String> members) {
        if (!version.isAtLeast(minor) && json instanceof ObjectNode object) {
            object.remove(members);
        }
    }

    private static void removeText(JsonNode list, String text) {
        if (list instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).asText().equals(text)) {
                    array.remove(i);
                }
            }
        }
    }
}
