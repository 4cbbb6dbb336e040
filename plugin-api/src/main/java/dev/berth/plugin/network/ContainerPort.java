package dev.berth.plugin.network;

import dev.berth.plugin.EngineException;

/**
 * A port inside a container.
 *
 * @param number 1..65535
 */
public record ContainerPort(int number, Protocol protocol) {
    public ContainerPort {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("port out of range: " + number);
        }
    }

    /**
     * Reads {@link #toString}'s form.
     *
     * @throws EngineException.InvalidParameter it is not that
     */
    public static ContainerPort parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new ContainerPort(
                    Integer.parseInt(text.substring(0, Math.max(slash, 0))), Protocol.parse(text.substring(slash + 1)));
        } catch (IllegalArgumentException malformed) {
            throw new EngineException.InvalidParameter("invalid containerPort: " + text, malformed);
        }
    }

    /** Docker's form, {@code 80/tcp}. */
    @Override
    public String toString() {
        return number + "/" + protocol.word();
    }
}
