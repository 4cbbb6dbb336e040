package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.EndpointSettings;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Gives the interfaces of one sandbox their names: the user's, else the network's prefix and the first free number. */
final class InterfaceNames {
    private static final String PREFIX = "com.docker.network.container_iface_prefix";
    private static final String ETHERNET = "eth";
    private static final int LONGEST = 15;

    /** What a kernel takes for a link's name, and a file of it: no slash, colon or white space. */
    private static final String NAME = "[!-.0-9;-~]+";

    private final Set<String> taken;

    /**
     * @param present names that the sandbox has
     * @param asked all that are to join now; a name that one of them asks for goes to no other
     */
    InterfaceNames(Collection<String> present, Collection<Attachment> asked) {
        taken = new HashSet<>(present);
        for (Attachment attachment : asked) {
            chosen(attachment.settings()).forEach(name -> {
                if (!taken.add(name)) {
                    throw new EngineException.Conflict(
                            "interface name " + name + " is already in use in the container");
                }
            });
        }
    }

    /** The name of the interface that joins the network; every call for another interface. */
    String next(Network network, EndpointSettings settings) {
        return chosen(settings).findFirst().orElseGet(() -> numbered(prefix(network.options())));
    }

    private String numbered(String prefix) {
        int number = 0;
        while (!taken.add(prefix + number)) {
            number++;
        }
        return prefix + number;
    }

    private static Stream<String> chosen(EndpointSettings settings) {
        return EndpointOptions.parse(settings.driverOpts()).interfaceName().stream();
    }

    /**
     * Refuses a network's prefix that names cannot begin with.
     *
     * @throws EngineException.InvalidParameter it is too long, or has characters that no name has
     */
    static String prefix(Map<String, String> options) {
        String prefix = options.getOrDefault(PREFIX, "");
        if (prefix.isEmpty()) {
            return ETHERNET;
        }
        require(PREFIX, prefix + "000");
        return prefix;
    }

    /** @throws EngineException.InvalidParameter it is no name for an interface in a container */
    static void require(String option, String name) {
        boolean good = name.length() <= LONGEST
                && name.matches(NAME)
                && !name.contains("%")
                && !Set.of("lo", ".", "..", "all", "default").contains(name);
        if (!good) {
            throw new EngineException.InvalidParameter("invalid value for " + option + ": '" + name
                    + "': not a name for an interface: 1 to 15 characters, no space, '/', ':' or '%', not lo");
        }
    }
}
