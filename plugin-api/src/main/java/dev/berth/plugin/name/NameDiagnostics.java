package dev.berth.plugin.name;

import java.util.List;
import java.util.function.Consumer;

/** What a {@link NameService} may show of its work besides; found by {@code instanceof}. */
public interface NameDiagnostics {
    /**
     * What a name comes to on one network, whoever asks.
     *
     * @param name in any case, no trailing dot
     * @param type {@code A}, {@code AAAA}, {@code PTR} or {@code SRV}
     */
    NameAnswer lookUp(String networkId, String name, String type);

    /** The sandbox's last questions, oldest first; none if it is unknown. */
    List<NameQuery> recent(String sandboxId);

    /**
     * Tells of each question of the sandbox from now on, until the subscription is closed.
     *
     * @param listener called on the resolver's thread, which must not be held up
     * @throws dev.berth.plugin.EngineException.NotFound there is no such sandbox
     */
    Subscription watch(String sandboxId, Consumer<NameQuery> listener);

    /** A listener that is being told. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
