package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.client.FoundPlugin;
import dev.berth.plugin.client.PluginAddress;
import dev.berth.plugin.client.Plugins;
import dev.berth.runtime.image.Digests;
import dev.berth.runtime.state.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Routes of plugins. Docker lists here those that it has installed itself; Berth installs none, and lists those that it
 * finds where they listen. None of them is asked, so that the list never waits.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.43/#tag/Plugin">Docker's page</a>
 */
final class PluginRoutes {
    private static final Set<String> FILTERS = Set.of("capability", "enabled");

    private final Plugins plugins;

    PluginRoutes(Plugins plugins) {
        this.plugins = plugins;
    }

    void addTo(RouteTable routes) {
        RouteHandler notInstalled = (request, reply) -> {
            throw new EngineException.NotImplemented(
                    "Berth installs no plugins: start one yourself and put its socket or spec in a directory of plugins");
        };
        routes.get("/plugins", this::list)
                .get("/plugins/privileges", notInstalled)
                .get("/plugins/{name*}/json", (request, reply) -> reply.json(200, json(named(request.name("name")))))
                .post("/plugins/{rest*}", notInstalled)
                .delete("/plugins/{rest*}", notInstalled);
    }

    private void list(ApiRequest request, Reply reply) {
        Map<String, List<String>> filters = request.query().filters();
        filters.keySet().stream().filter(key -> !FILTERS.contains(key)).forEach(key -> {
            throw new EngineException.InvalidParameter("invalid filter '" + key + "'");
        });
        reply.json(
                200,
                plugins.found().stream()
                        .filter(plugin -> passes(plugin, filters))
                        .map(PluginRoutes::json)
                        .toList());
    }

    private static boolean passes(FoundPlugin plugin, Map<String, List<String>> filters) {
        List<String> enabled = filters.getOrDefault("enabled", List.of());
        List<String> capabilities = filters.getOrDefault("capability", List.of());
        List<String> types = plugin.types().stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .toList();
        return (enabled.isEmpty()
                        || enabled.contains(String.valueOf(plugin.address().isPresent())))
                && (capabilities.isEmpty() || capabilities.stream().anyMatch(types::contains));
    }

    /** By its name or a prefix of its id. */
    private FoundPlugin named(String name) {
        return plugins.found().stream()
                .filter(plugin -> plugin.name().equals(name)
                        || !name.isEmpty() && id(plugin).startsWith(name))
                .findFirst()
                .orElseThrow(() -> new EngineException.NotFound("plugin \"" + name + "\" not found"));
    }

    /** The same as long as the plugin keeps its name, for there is nothing else that makes it the same one. */
    private static String id(FoundPlugin plugin) {
        return Digests.hex(Digests.sha256(plugin.name().getBytes(StandardCharsets.UTF_8)));
    }

    private static ObjectNode json(FoundPlugin plugin) {
        ObjectNode json = Json.mapper().createObjectNode();
        String address =
                plugin.address().map(PluginAddress::uri).map(String::valueOf).orElse("");
        json.put("Id", id(plugin)).put("Name", plugin.name());
        json.put("Enabled", plugin.address().isPresent());
        json.put("PluginReference", "");
        ObjectNode settings = json.putObject("Settings");
        List.of("Mounts", "Env", "Args", "Devices").forEach(settings::putArray);
        ObjectNode config = json.putObject("Config");
        config.put("Description", plugin.fault().isEmpty() ? "at " + address : plugin.fault());
        ObjectNode face = config.putObject("Interface");
        var types = face.putArray("Types");
        plugin.types().forEach(type -> types.add("docker." + type.toLowerCase(Locale.ROOT) + "/1.0"));
        face.put("Socket", address);
        unused(config);
        return json;
    }

    /** What Docker's clients expect and only a plugin that Docker runs in a container has. */
    private static void unused(ObjectNode config) {
        config.put("Documentation", "")
                .put("DockerVersion", "")
                .put("WorkDir", "")
                .put("PropagatedMount", "");
        config.put("IpcHost", false).put("PidHost", false);
        List.of("Entrypoint", "Mounts", "Env").forEach(config::putArray);
        config.putObject("Network").put("Type", "");
        ObjectNode linux = config.putObject("Linux").put("AllowAllDevices", false);
        List.of("Capabilities", "Devices").forEach(linux::putArray);
        ObjectNode arguments = config.putObject("Args").put("Name", "").put("Description", "");
        List.of("Settable", "Value").forEach(arguments::putArray);
    }
}
