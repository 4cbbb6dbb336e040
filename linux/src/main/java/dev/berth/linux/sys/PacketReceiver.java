package dev.berth.linux.sys;

/** Hears what happens to a {@link PacketSocket}; called on the loop's thread, and must neither block nor throw. */
public interface PacketReceiver {
    /** A packet; the array is used again after the call. @param length 1 or more */
    void packet(byte[] buffer, int length);

    /** Everything that was to be sent has been taken by the kernel, or dropped as nobody reads it. */
    void sent();

    /** The other side has ended the connection; every packet has been given before. Called once. */
    void ended();
}
