package dev.berth.runtime.image;

import java.util.Map;

/** Where the service tells what happened to images; the engine's event stream in production. */
@FunctionalInterface
public interface ImageEvents {
    /**
     * @param action {@code import}, {@code load}, {@code save}, {@code tag}, {@code untag}, {@code delete} or
     *     {@code prune}
     * @param image id or name, as Docker has it for the action; empty for {@code prune}
     * @param attributes such as {@code name}
     */
    void imageEvent(String action, String image, Map<String, String> attributes);
}
