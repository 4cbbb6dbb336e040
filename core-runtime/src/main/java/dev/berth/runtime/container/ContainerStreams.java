package dev.berth.runtime.container;

import java.nio.file.Path;

/** The way to a container's terminal and streams, which conmon holds. {@code ref} is as of {@link ContainerService}. */
public final class ContainerStreams {
    private final ContainerParts parts;
    private final ContainerInquiries inquiries;

    ContainerStreams(ContainerParts parts, ContainerInquiries inquiries) {
        this.parts = parts;
        this.inquiries = inquiries;
    }

    /** Sets the size of its terminal, in characters. */
    public void resize(String ref, int height, int width) {
        Conmon.resize(directory(ref), height, width);
    }

    /** conmon's attach socket (SOCK_SEQPACKET) of a running container; it may be longer than {@code sun_path}. */
    public Path attachSocket(String ref) {
        return directory(ref).resolve("attach");
    }

    private Path directory(String ref) {
        return parts.paths().containerRun(inquiries.running(ref).id());
    }

    /**
     * Joins somebody to its streams at its next start, so that no output is missed.
     *
     * @return takes the wish back
     */
    public Runnable beforeNextStart(String ref, AttachWish wish) {
        LiveContainer live = parts.table().find(ref);
        live.wishes.add(wish);
        if (live.removed.isDone() && live.wishes.remove(wish)) {
            wish.removed();
        }
        return () -> live.wishes.remove(wish);
    }
}
