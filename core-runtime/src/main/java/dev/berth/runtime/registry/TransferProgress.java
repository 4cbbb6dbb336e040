package dev.berth.runtime.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who is told how a transfer goes, in Docker's words. Called from several threads at once; an exception ends it. */
public interface TransferProgress {
    /** A line about the whole, {@code Status: Downloaded newer image for busybox:latest}. */
    void message(String status);

    /** What happens to a layer or a tag now. @param id first twelve digits of the layer, or the tag */
    void step(String id, String status);

    /** How far a layer is. @param total bytes, 0 if unknown */
    void moving(String id, String status, long current, long total);

    /** A fact for programs. */
    void aux(ObjectNode fact);
}
