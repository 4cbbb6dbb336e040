package dev.berth.runtime.network;

import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.EndpointSettings;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.HostPort;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Networks, and the place of each container on them. A network is named by its name, its id or a unique prefix of that;
 * so is a container, once it was {@link #reserve}d. Thread-safe; calls for different containers run side by side.
 */
public interface NetworkService extends AutoCloseable {
    /**
     * Makes the predefined networks where they are missing, brings every network back, adopts the sandboxes of running
     * containers and clears away what others left behind. Called once, before anything else.
     *
     * @param containers every container there is
     * @param running ids of those whose process is alive
     * @return ids of those that plugins have to be asked about, each of which is left to {@link #restoreLater}
     */
    Set<String> restore(Collection<ContainerNetworkRequest> containers, Set<String> running);

    /** What {@link #restore} left of this container; may wait for plugins. */
    void restoreLater(String container, boolean running);

    /** Has the listener told of everything from now on. */
    void addListener(NetworkListener listener);

    /** Creates a network. @return its id */
    String create(NetworkCreate request);

    /** Every network that passes Docker's filters, without its containers. */
    List<NetworkInspect> list(Map<String, List<String>> filters);

    /** The network with its running containers. */
    NetworkInspect inspect(String network);

    /** Removes the network; one with endpoints or a predefined one is refused. */
    void remove(String network);

    /** Removes every user-defined network that no container uses. @return their names */
    List<String> prune(Map<String, List<String>> filters);

    /** Puts the container on the network, at once if it runs, else at its next start. */
    void connect(String network, String container, EndpointSettings settings);

    /** Takes the container off the network. @param force even if the container is gone */
    void disconnect(String network, String container, boolean force);

    /**
     * Checks what a new container asks, changes nothing outside, and remembers the container.
     *
     * @throws dev.berth.plugin.EngineException.InvalidParameter it cannot be; then the container is not remembered
     */
    void reserve(ContainerNetworkRequest request);

    /** Makes the container's sandbox, all of it or nothing. */
    SandboxInfo setUp(ContainerNetworkRequest request);

    /** Variables that the container's legacy links give it now, {@code NAME=value}, as at {@link #setUp}. */
    List<String> linkEnvironment(String containerId);

    /** Takes the container's sandbox away; nothing to take is not an error. Runs to the end whatever fails. */
    void tearDown(String containerId);

    /** Forgets the container, after tearing down what is left. */
    void forget(String containerId);

    /**
     * Refuses options that do not go together.
     *
     * @param config as the user sent it, before the image's is merged in: what the image exposes is no conflict
     * @return warnings for the user
     * @throws dev.berth.plugin.EngineException.InvalidParameter {@code conflicting options: ...}
     */
    List<String> check(ContainerConfig config, HostConfig hostConfig);

    /** The container's links as an inspect shows them, {@code /PARENT:/CHILD/ALIAS}. */
    List<String> links(String containerId);

    /** Further names that links give containers: by container id, {@code CHILD/ALIAS} in the order of the alphabet. */
    Map<String, List<String>> linkNames();

    /** The id of the container that {@code CHILD/ALIAS} names. */
    Optional<String> linkTarget(String path);

    /** The same ids, such that what a container is linked to, or shares the network of, comes before it. */
    List<String> startOrder(Collection<String> ids);

    /**
     * Links a container to another one, at once if it runs.
     *
     * @param alias what the container calls it
     * @throws dev.berth.plugin.EngineException.NotFound one of them is not there
     * @throws dev.berth.plugin.EngineException.Conflict the container calls another one so
     * @throws dev.berth.plugin.EngineException.InvalidParameter they have no network in common
     */
    void addLink(String container, String target, String alias);

    /** The container's links: alias to the name of the other end; none if it was removed meanwhile. */
    Map<String, String> linkTargets(String containerId);

    /** What may be asked of the names. */
    NameInquiries names();

    /** The host's resolv.conf is another: running containers ask its servers from now on. */
    void hostResolverChanged();

    /**
     * Takes one link away ({@code docker rm --link CHILD/ALIAS}).
     *
     * @throws dev.berth.plugin.EngineException.NotFound there is no such link
     */
    void removeLink(String containerId, String alias);

    /** The container has another name from now on, in DNS too. */
    void rename(String containerId, String name);

    /** The container's place on each of its networks, by network name; none if it was removed meanwhile. */
    Map<String, EndpointState> endpoints(String containerId);

    /** {@code 80/tcp} to where it is published, or to null where it is only exposed; empty when not running. */
    Map<String, @Nullable List<HostPort>> ports(String containerId);

    /** All that an inspect says of the container's network. */
    NetworkSettings settings(String containerId);

    /** Lets go of what was made ahead; networks and sandboxes stay, for the next engine. */
    @Override
    void close();
}
