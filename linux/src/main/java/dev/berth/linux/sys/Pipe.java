package dev.berth.linux.sys;

/**
 * The two ends of a pipe, each closed by its owner.
 *
 * @param read where bytes come out; at its end when every copy of {@code write} is closed
 * @param write where bytes go in
 */
public record Pipe(Fd read, Fd write) implements AutoCloseable {
    /** Closes both ends. */
    @Override
    public void close() {
        write.close();
        read.close();
    }
}
