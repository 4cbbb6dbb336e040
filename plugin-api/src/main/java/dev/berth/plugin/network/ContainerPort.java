package dev.berth.plugin.network;

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

    /** Docker's form, {@code 80/tcp}. */
    @Override
    public String toString() {
        return number + "/" + protocol.word();
    }
}
