package dev.berth.runtime.cli.container;

import dev.berth.runtime.attach.DetachKeys;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;

/** {@code --detach-keys}. */
final class DetachFlag {
    static final String NAME = "detach-keys";

    /** What {@code attach} and {@code exec} say, and exit with 1, when the keys were typed; {@code run} says nothing. */
    static final String DETACHED = "read escape sequence";

    private DetachFlag() {}

    static Flag flag() {
        return Flag.value(NAME, "", "string", "Override the key sequence for detaching a container");
    }

    static DetachKeys keys(Flags flags) {
        return flags.read(NAME, DetachKeys::parse);
    }
}
