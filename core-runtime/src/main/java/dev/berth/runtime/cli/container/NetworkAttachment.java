package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.cli.Flags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One {@code --network}: a name, or {@code name=N} with what the endpoint there is to have: {@code alias=A}, {@code ip=4},
 * {@code ip6=6}, {@code link-local-ip=L}, {@code mac-address=M}, {@code driver-opt=KEY=VALUE}, {@code gw-priority=P}.
 *
 * @param name of the network, or {@code default}, {@code host}, {@code none}, {@code container:X}
 * @param fields by key, values in the order that they were given
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#network">docker run --network</a>
 */
record NetworkAttachment(String name, Map<String, List<String>> fields) {
    static final String ALIAS = "alias";
    static final String LINK = "link";
    static final String IP = "ip";
    static final String IP6 = "ip6";
    static final String LINK_LOCAL = "link-local-ip";
    static final String MAC = "mac-address";
    private static final String NAME = "name";
    private static final String DRIVER_OPTION = "driver-opt";
    private static final String PRIORITY = "gw-priority";

    private static final List<String> KEYS = List.of(NAME, ALIAS, IP, IP6, LINK_LOCAL, MAC, DRIVER_OPTION, PRIORITY);
    private static final Pattern LONG_FORM = Pattern.compile("\\w=\\w");
    private static final List<String> PREDEFINED = List.of("default", "bridge", "host", "none");

    NetworkAttachment {
        Map<String, List<String>> copies = new LinkedHashMap<>();
        fields.forEach((key, values) -> copies.put(key, List.copyOf(values)));
        fields = copies;
    }

    /** @throws InvalidParameter with Docker's words */
    static NetworkAttachment parse(String text) {
        if (!LONG_FORM.matcher(text).find()) {
            return new NetworkAttachment(text, Map.of());
        }
        Map<String, List<String>> fields = new HashMap<>();
        for (String field : CsvLine.fields(text)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new InvalidParameter("invalid field " + field);
            }
            String key = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (!KEYS.contains(key)) {
                throw new InvalidParameter("invalid field key " + key);
            }
            fields.computeIfAbsent(key, first -> new ArrayList<>())
                    .add(checked(key, field.substring(equals + 1).strip()));
        }
        List<String> names = fields.getOrDefault(NAME, List.of(""));
        fields.remove(NAME);
        String name = names.get(names.size() - 1);
        if (name.isEmpty()) {
            throw new InvalidParameter("network name/id is not specified");
        }
        return new NetworkAttachment(name, fields);
    }

    private static String checked(String key, String value) {
        if (key.equals(DRIVER_OPTION) && value.indexOf('=') < 1) {
            throw new InvalidParameter("invalid key value pair format in driver options");
        }
        if (key.equals(PRIORITY)) {
            priority(value);
        }
        return value;
    }

    private static int priority(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new InvalidParameter("invalid gw-priority (" + text + "): invalid syntax", notANumber);
        }
    }

    /** Whether the network was made by somebody. */
    boolean isUserDefined() {
        return !PREDEFINED.contains(name) && !name.startsWith("container:");
    }

    /** Whether the container has an endpoint there. */
    boolean hasEndpoint() {
        return isUserDefined() || name.equals("default") || name.equals("bridge");
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    /** The same with more. */
    NetworkAttachment with(String key, List<String> values) {
        Map<String, List<String>> more = new LinkedHashMap<>(fields);
        more.put(key, values);
        return new NetworkAttachment(name, more);
    }

    /** Docker's {@code EndpointSettings}, of what is said. */
    Map<String, Object> endpoint() {
        Map<String, Object> ipam = new LinkedHashMap<>();
        last(IP).ifPresent(address -> ipam.put("IPv4Address", address));
        last(IP6).ifPresent(address -> ipam.put("IPv6Address", address));
        FlagMembers.list(ipam, "LinkLocalIPs", values(LINK_LOCAL));
        Map<String, Object> endpoint = new LinkedHashMap<>();
        if (!ipam.isEmpty()) {
            endpoint.put("IPAMConfig", ipam);
        }
        last(MAC).ifPresent(address -> endpoint.put("MacAddress", address));
        FlagMembers.list(endpoint, "Aliases", values(ALIAS));
        FlagMembers.list(endpoint, "Links", values(LINK));
        if (has(DRIVER_OPTION)) {
            endpoint.put("DriverOpts", Flags.pairs(values(DRIVER_OPTION)));
        }
        last(PRIORITY).ifPresent(priority -> endpoint.put("GwPriority", priority(priority)));
        return endpoint;
    }

    private List<String> values(String key) {
        return fields.getOrDefault(key, List.of());
    }

    private Optional<String> last(String key) {
        List<String> values = values(key);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }
}
