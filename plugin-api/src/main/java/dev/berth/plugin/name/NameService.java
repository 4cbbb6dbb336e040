package dev.berth.plugin.name;

/**
 * Answers names inside containers. Names are registered per network; a sandbox that is attached resolves the names of
 * the networks it is on, and its own private ones (links), and has everything else forwarded.
 */
public interface NameService {
    /** Makes the names known on the record's network; replaces what the same endpoint registered before. */
    void register(NameRecord record);

    /** Takes the endpoint's names off the network; unknown ones are not an error. */
    void withdraw(String networkId, String endpointId);

    /**
     * Answers DNS inside the sandbox at 127.0.0.11:53 (UDP and TCP); again with other networks or links, changes what
     * it sees without a gap in answering.
     */
    void attach(SandboxNames sandbox);

    /** Stops answering there; an unknown sandbox is not an error. */
    void detach(String sandboxId);

    /**
     * What the sandbox would be answered, without forwarding.
     *
     * @param name lower case, no trailing dot
     * @param type {@code A}, {@code AAAA}, {@code PTR} or {@code SRV}
     * @throws dev.berth.plugin.EngineException.NotFound there is no such sandbox
     */
    NameAnswer resolve(String sandboxId, String name, String type);
}
