package dev.berth.runtime.volume;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A mount that a container has, as it is kept from create to removal.
 *
 * @param point what {@code inspect} shows
 * @param traits what it does not show
 * @param subpath of a volume or an image: the directory or file in it that is mounted; empty for all of it
 * @param tmpfsOptions of a tmpfs
 * @param volume what to create the volume with, if it is one, until it is there
 * @param holder by which the driver counts this mount, or the image's layers are kept; unique, empty for others
 */
record PlannedMount(
        MountPoint point,
        Set<Trait> traits,
        String subpath,
        List<String> tmpfsOptions,
        VolumeRequest volume,
        String holder) {
    PlannedMount {
        traits = traits.isEmpty() ? Set.of() : EnumSet.copyOf(traits);
        tmpfsOptions = List.copyOf(tmpfsOptions);
    }

    enum Trait {
        /** An empty volume is filled from the image. */
        COPY,
        /** The volume has no name of the user's and goes with the container under {@code rm -v}. */
        ANONYMOUS,
        /** A missing bind source is made. */
        CREATE_SOURCE,
        /** Mounts below a bind source are not shown. */
        NON_RECURSIVE,
        /** Of a read-only bind: mounts below the source are read-only, too. */
        READ_ONLY_BELOW,
        /** From {@code --tmpfs}, which {@code inspect} does not list under {@code Mounts}. */
        UNLISTED
    }

    record VolumeRequest(Map<String, String> options, Map<String, String> labels) {
        static final VolumeRequest NONE = new VolumeRequest(Map.of(), Map.of());

        VolumeRequest {
            options = new TreeMap<>(options);
            labels = new TreeMap<>(labels);
        }
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    boolean isVolume() {
        return point.type().equals("volume");
    }

    boolean isImage() {
        return point.type().equals("image");
    }

    String destination() {
        return point.destination();
    }

    PlannedMount withPoint(MountPoint other) {
        return new PlannedMount(other, traits, subpath, tmpfsOptions, volume, holder);
    }

    /** As it is kept once the volume is there: without the options, which may hold a password. */
    PlannedMount withoutRequest() {
        return new PlannedMount(point, traits, subpath, tmpfsOptions, VolumeRequest.NONE, holder);
    }

    PlannedMount withTraits(Set<Trait> other) {
        return new PlannedMount(point, other, subpath, tmpfsOptions, volume, holder);
    }

    PlannedMount withHolder(String other) {
        return new PlannedMount(point, traits, subpath, tmpfsOptions, volume, other);
    }
}
