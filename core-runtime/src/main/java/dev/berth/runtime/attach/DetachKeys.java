package dev.berth.runtime.attach;

import dev.berth.plugin.EngineException;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * Finds the keys that detach a client in what it types. Keys that begin the sequence are held back until it is clear
 * whether it comes; as with Docker, they reach the process if it does not. Not for several threads.
 */
public final class DetachKeys {
    /** Docker's default. */
    public static final String DEFAULT = "ctrl-p,ctrl-q";

    private final byte[] sequence;
    private int matched;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /**
     * Reads a list such as {@code ctrl-p,ctrl-q} or {@code ctrl-@,x}; an empty one is the default.
     *
     * @throws EngineException.InvalidParameter an unknown key
     */
    public static DetachKeys parse(String list) {
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (String key : (list.isEmpty() ? DEFAULT : list).split(",", -1)) {
            keys.write(key(key));
        }
        return new DetachKeys(keys.toByteArray());
    }

    private static int key(String key) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return key.charAt(0);
        }
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.length() == 6 && lower.startsWith("ctrl-")) {
            int place = "@abcdefghijklmnopqrstuvwxyz[\\]^_".indexOf(lower.charAt(5));
            if (place >= 0) {
                return place;
            }
        }
        throw new EngineException.InvalidParameter("Unknown character: '" + key + "'");
    }

    /**
     * What of the typed bytes goes to the process.
     *
     * @param detached whether the sequence was typed; what follows it is dropped
     */
    public record Typed(byte[] input, boolean detached) {}

    /** Looks at the next bytes that were typed. */
    public Typed type(byte[] bytes) {
        ByteArrayOutputStream input = new ByteArrayOutputStream(bytes.length + matched);
        for (byte key : bytes) {
            if (key == sequence[matched]) {
                matched++;
                if (matched == sequence.length) {
                    matched = 0;
                    return new Typed(input.toByteArray(), true);
                }
            } else {
                input.write(sequence, 0, matched);
                matched = key == sequence[0] ? 1 : 0;
                if (matched == 0) {
                    input.write(key);
                }
            }
        }
        return new Typed(input.toByteArray(), false);
    }
}
