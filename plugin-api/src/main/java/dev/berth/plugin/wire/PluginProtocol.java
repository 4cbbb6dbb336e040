package dev.berth.plugin.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.plugin.EngineException.Kind;
import java.util.List;
import java.util.Locale;

/**
 * What plugins of every type have: the handshake, and how they report failures.
 *
 * @see <a href="https://docs.docker.com/engine/extend/plugin_api/">Docker's page</a>
 */
public final class PluginProtocol {
    /** Asked once, before anything else, with an empty body. */
    public static final String ACTIVATE = "/Plugin.Activate";

    private PluginProtocol() {}

    /** Answer to {@link #ACTIVATE}. @param types {@code NetworkDriver}, {@code VolumeDriver} ... */
    public record Activated(@JsonProperty("Implements") List<String> types) {
        public Activated {
            types = Given.list(types);
        }
    }

    /** Answer of a call that gives nothing. */
    public record Done() {}

    /**
     * A failure. Any answer may be one, under any status.
     *
     * @param err the message; empty if it is no failure
     * @param error the same under the key that IPAM plugins use
     * @param kind what only Berth says and understands: the {@link Kind}; empty from others
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Failure(
            @JsonProperty("Err") String err,
            @JsonProperty("Error") String error,
            @JsonProperty("BerthKind") String kind) {
        public Failure {
            err = Given.text(err);
            error = Given.text(error);
            kind = Given.text(kind);
        }

        /** A failure under both keys. */
        public static Failure of(Kind kind, String message) {
            return new Failure(message, message, kind.name().toLowerCase(Locale.ROOT));
        }

        /** The message, empty if this is no failure. */
        public String message() {
            return err.isEmpty() ? error : err;
        }

        /** What sort of failure it is; the given one if that is not said. */
        public Kind kindOr(Kind unsaid) {
            for (Kind each : Kind.values()) {
                if (each.name().equalsIgnoreCase(kind)) {
                    return each;
                }
            }
            return unsaid;
        }
    }
}
