package dev.berth.runtime.image;

import java.util.ArrayDeque;
import java.util.Deque;

/** Images that are not removed as unused while this is open, for a build stands on them. Its monitor guards the list. */
public final class ImageHolds implements AutoCloseable {
    private final ImageRemoval removal;
    private final Deque<String> ids = new ArrayDeque<>();

    ImageHolds(ImageRemoval removal) {
        this.removal = removal;
    }

    /** One more. */
    public synchronized void add(Image image) {
        removal.hold(image.id());
        ids.push(image.id());
    }

    @Override
    public synchronized void close() {
        while (!ids.isEmpty()) {
            removal.release(ids.pop());
        }
    }
}
