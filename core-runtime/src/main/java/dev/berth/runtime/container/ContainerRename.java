package dev.berth.runtime.container;

import dev.berth.plugin.EngineException;
import java.util.Map;

/** Gives a container another name. */
final class ContainerRename {
    private static final String REFUSED = "Error when allocating new name: ";

    private final ContainerParts parts;

    ContainerRename(ContainerParts parts) {
        this.parts = parts;
    }

    /**
     * Names it anew.
     *
     * @throws EngineException.Conflict the name is taken
     * @throws EngineException.InvalidParameter it is none, or the present one
     */
    void rename(LiveContainer live, String newName) {
        if (newName.isEmpty()) {
            throw new EngineException.InvalidParameter("Neither old nor new names may be empty");
        }
        String name = check(newName);
        String old;
        live.lock.lock();
        try {
            old = live.now().name();
            if (old.equals(name)) {
                throw new EngineException.InvalidParameter(
                        "Renaming a container with the same name as its current name");
            }
            take(name, live.id());
            try {
                parts.networks().rename(live.id(), name);
                parts.table().save(live, live.now().named(name));
            } catch (RuntimeException failure) {
                parts.table().freeName(name, live.id());
                throw failure;
            }
            parts.table().freeName(old, live.id());
        } finally {
            live.lock.unlock();
        }
        parts.tell(live.now(), "rename", Map.of("oldName", "/" + old));
    }

    private static String check(String name) {
        try {
            return ContainerNames.check(name.startsWith("/") ? name : "/" + name);
        } catch (EngineException.InvalidParameter invalid) {
            throw new EngineException.InvalidParameter(REFUSED + invalid.getMessage(), invalid);
        }
    }

    private void take(String name, String id) {
        try {
            parts.table().takeName(name, id);
        } catch (EngineException.Conflict taken) {
            throw new EngineException.Conflict(REFUSED + taken.getMessage());
        }
    }
}
