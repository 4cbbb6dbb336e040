package dev.berth.runtime.api;

import dev.berth.runtime.container.ContainerService;
import dev.berth.runtime.image.ImageSummary;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the containers of images. */
record ImageUsers(ContainerService containers) {
    /** The same images, each with the number of its containers, whether they run or not. */
    List<ImageSummary> count(List<ImageSummary> images) {
        Map<String, Long> users = containers.inquiries().list().stream()
                .collect(Collectors.groupingBy(container -> container.imageId(), Collectors.counting()));
        return images.stream()
                .map(image -> image.withContainers(users.getOrDefault(image.id(), 0L)))
                .toList();
    }
}
