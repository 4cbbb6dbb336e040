package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.image.ImageUsers;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Every container by id and by name, in memory and in the state database. Looking one up takes no lock and no I/O; what
 * is written is on disk before anybody can see it.
 */
public final class ContainerTable implements ImageUsers {
    private static final String KIND = "container";
    private static final int ID_LENGTH = 64;

    private final Store store;
    private final Map<String, LiveContainer> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idByName = new ConcurrentHashMap<>();

    /** Names of other kinds to ids; set once, when the engine is put together. */
    private volatile Function<String, Optional<String>> otherNames = name -> Optional.empty();

    public ContainerTable(Store store) {
        this.store = store;
        store.all(KIND).values().forEach(json -> {
            Container container = Json.read(json, Container.class);
            byId.put(container.id(), new LiveContainer(container));
            idByName.put(container.name(), container.id());
        });
    }

    /** All, in no order. */
    Collection<LiveContainer> all() {
        return byId.values();
    }

    /**
     * Finds by id, then by name, then by a name that a link gives ({@code CHILD/ALIAS}), then by prefix of an id.
     *
     * @throws EngineException.NotFound none
     * @throws EngineException.InvalidParameter several ids begin so
     */
    LiveContainer find(String ref) {
        String name = ref.startsWith("/") ? ref.substring(1) : ref;
        return byId(ref)
                .or(() -> Optional.ofNullable(idByName.get(name)).flatMap(this::byId))
                .or(() -> otherNames.apply(name).flatMap(this::byId))
                .or(() -> byPrefix(ref))
                .orElseThrow(() -> new EngineException.NotFound("No such container: " + ref));
    }

    /** Has containers found by further names as well. @param others name without slash in front to id */
    void findAlso(Function<String, Optional<String>> others) {
        otherNames = others;
    }

    Optional<LiveContainer> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private Optional<LiveContainer> byPrefix(String prefix) {
        if (prefix.isEmpty() || prefix.length() >= ID_LENGTH) {
            return Optional.empty();
        }
        List<String> ids = byId.keySet().stream()
                .filter(id -> id.startsWith(prefix))
                .limit(2)
                .toList();
        if (ids.size() > 1) {
            throw new EngineException.InvalidParameter("Multiple IDs found with provided prefix: " + prefix);
        }
        return ids.stream().findFirst().flatMap(this::byId);
    }

    /**
     * Keeps the name for the container.
     *
     * @throws EngineException.Conflict another has it
     */
    void takeName(String name, String id) {
        String holder = idByName.putIfAbsent(name, id);
        if (holder != null) {
            throw new EngineException.Conflict("Conflict. The container name \"/" + name
                    + "\" is already in use by container \"" + holder
                    + "\". You have to remove (or rename) that container to be able to reuse that name.");
        }
    }

    /** Keeps the name if it is free. */
    boolean tryName(String name, String id) {
        return idByName.putIfAbsent(name, id) == null;
    }

    /** Lets the name go, if the container has it. */
    void freeName(String name, String id) {
        idByName.remove(name, id);
    }

    /** Writes down a new container, whose name is taken already, and makes it known. */
    void add(LiveContainer container) {
        store.put(KIND, container.id(), Json.write(container.now()));
        byId.put(container.id(), container);
    }

    /** Writes down what the container becomes, then lets everybody see it. Its lock is held. */
    void save(LiveContainer container, Container next) {
        store.put(KIND, next.id(), Json.write(next));
        container.become(next);
    }

    /**
     * As {@link #save}, but the disk is not waited for: for what a saved state follows at once, or what the end of the
     * machine changes anyway.
     */
    void note(LiveContainer container, Container next) {
        store.putLazily(KIND, next.id(), Json.write(next));
        container.become(next);
    }

    /** Forgets the container, which is saved as one to be removed, and frees its name. */
    void remove(LiveContainer container) {
        store.deleteLazily(KIND, container.id());
        byId.remove(container.id());
        freeName(container.now().name(), container.id());
    }

    @Override
    public List<ImageUse> imageUses() {
        return byId.values().stream()
                .map(LiveContainer::now)
                .map(container -> new ImageUse(
                        container.id(),
                        container.imageId(),
                        container.config().image(),
                        container.state().isUp()))
                .toList();
    }
}
