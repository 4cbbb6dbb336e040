package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver options of an endpoint that the engine itself acts on.
 *
 * @param interfaceName {@code com.docker.network.endpoint.ifname}: what the interface is called inside
 * @param settings {@code com.docker.network.endpoint.sysctls}: of the interface, {@code IFNAME} standing for its name
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#sysctl">docker run, sysctls of an interface</a>
 */
record EndpointOptions(Optional<String> interfaceName, List<Setting> settings) {
    private static final String IFNAME = "com.docker.network.endpoint.ifname";
    private static final String SYSCTLS = "com.docker.network.endpoint.sysctls";
    private static final Pattern SETTING =
            Pattern.compile("net\\.([a-z0-9_]+)\\.([a-z0-9_]+)\\.IFNAME\\.([A-Za-z0-9_]+)=(.*)");

    EndpointOptions {
        settings = List.copyOf(settings);
    }

    /** A sysctl of an interface: {@code net.FAMILY.TABLE.IFNAME.KEY=VALUE}. */
    record Setting(String family, String table, String key, String value) {
        /** Its file below {@code /proc/sys/net}. */
        String file(String interfaceName) {
            return family + "/" + table + "/" + interfaceName + "/" + key;
        }
    }

    /** @throws EngineException.InvalidParameter an option has no valid value; says which */
    static EndpointOptions parse(Map<String, String> options) {
        Optional<String> name = Optional.ofNullable(options.get(IFNAME)).filter(text -> !text.isEmpty());
        name.ifPresent(text -> InterfaceNames.require(IFNAME, text));
        List<Setting> settings = new ArrayList<>();
        for (String text : options.getOrDefault(SYSCTLS, "").split(",")) {
            if (!text.isBlank()) {
                settings.add(setting(text.strip()));
            }
        }
        return new EndpointOptions(name, settings);
    }

    private static Setting setting(String text) {
        Matcher parts = SETTING.matcher(text);
        if (!parts.matches()) {
            throw new EngineException.InvalidParameter(
                    "invalid value for " + SYSCTLS + ": '" + text + "': must be of the form net.X.Y.IFNAME.Z=value");
        }
        return new Setting(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    }

    /** File below {@code /proc/sys/net} to value, for an interface of that name. */
    Map<String, String> sysctls(String name) {
        Map<String, String> files = new LinkedHashMap<>();
        settings.forEach(setting -> files.put(setting.file(name), setting.value()));
        return files;
    }
}
