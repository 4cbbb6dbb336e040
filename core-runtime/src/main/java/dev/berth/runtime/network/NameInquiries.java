package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameService;
import java.util.List;
import java.util.function.Consumer;

/** What a person may ask of the name service: what a name comes to, and what a container asks. */
public final class NameInquiries {
    private final NameService names;
    private final NetworkRegistry networks;
    private final ContainerIndex containers;
    private final ContainerFiles files;

    NameInquiries(NameService names, NetworkRegistry networks, ContainerIndex containers, ContainerFiles files) {
        this.names = names;
        this.networks = networks;
        this.containers = containers;
        this.files = files;
    }

    /**
     * What a name comes to on a network, without asking servers outside.
     *
     * @param type {@code A}, {@code AAAA}, {@code PTR} or {@code SRV}
     * @throws EngineException.NotFound there is no such network
     * @throws EngineException.NotImplemented the name service does not say
     */
    public NameAnswer lookUp(String network, String name, String type) {
        return diagnostics().lookUp(networks.find(network).network().id(), name, type);
    }

    /** What the answer has, each as text; nothing for a name that has nothing of the type, or is not known. */
    public static List<String> words(NameAnswer answer) {
        if (answer instanceof NameAnswer.Addresses ours) {
            return ours.addresses().stream().map(Addresses::text).toList();
        }
        if (answer instanceof NameAnswer.Services ours) {
            return ours.services().stream()
                    .map(service -> service.target() + ":" + service.port())
                    .toList();
        }
        return answer instanceof NameAnswer.Names ours ? ours.names() : List.of();
    }

    /** A container's last questions, oldest first. @throws EngineException.Conflict it has no resolver */
    public List<NameQuery> recent(String container) {
        return diagnostics().recent(resolving(container));
    }

    /**
     * Tells of each question of the container from now on.
     *
     * @param listener must not block
     * @throws EngineException.Conflict it has no resolver
     */
    public NameDiagnostics.Subscription watch(String container, Consumer<NameQuery> listener) {
        return diagnostics().watch(resolving(container), listener);
    }

    private String resolving(String container) {
        ContainerEntry entry = containers.find(container);
        boolean resolves = entry.networks()
                .live()
                .filter(sandbox -> !sandbox.key().isEmpty())
                .filter(files::resolvesNames)
                .isPresent();
        if (!resolves) {
            throw new EngineException.Conflict("container " + entry.request().name()
                    + " asks nobody here: it does not run, or is on no network with names");
        }
        return entry.request().id();
    }

    private NameDiagnostics diagnostics() {
        if (names instanceof NameDiagnostics diagnostics) {
            return diagnostics;
        }
        throw new EngineException.NotImplemented("the name service does not show its questions");
    }
}
