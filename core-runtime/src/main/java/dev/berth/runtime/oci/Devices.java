package dev.berth.runtime.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.DeviceMapping;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The devices a container has, and what its device cgroup lets it do with these and others. */
final class Devices {
    private static final Pattern RULE = Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");
    private static final Pattern ACCESS = Pattern.compile("[rwm]{1,3}");

    /** Of the host's /dev, what each container has of its own. */
    private static final Set<String> NOT_HANDED_OUT =
            Set.of("/dev/pts", "/dev/shm", "/dev/fd", "/dev/mqueue", "/dev/console", "/dev/ptmx", "/dev/.udev");

    /** Docker's list: zero, null, urandom, random, tty, console, which each container may use. */
    private static final int[][] COMMON = {{1, 5}, {1, 3}, {1, 9}, {1, 8}, {5, 0}, {5, 1}};

    private final List<DeviceNode> nodes;
    private final ArrayNode rules;

    private Devices(List<DeviceNode> nodes, ArrayNode rules) {
        this.nodes = nodes;
        this.rules = rules;
    }

    /** @throws EngineException.InvalidParameter no such device, or a rule that is none */
    static Devices of(HostConfig hostConfig) {
        return hostConfig.privileged() ? everything() : asked(hostConfig);
    }

    /** {@code linux.devices}. */
    ArrayNode nodesJson() {
        ArrayNode json = Json.mapper().createArrayNode();
        nodes.forEach(node -> json.add(node.toJson()));
        return json;
    }

    /** {@code linux.resources.devices}. */
    ArrayNode rulesJson() {
        return rules;
    }

    /** Looks the texts over without looking for the devices. */
    static void check(HostConfig hostConfig) {
        hostConfig.deviceCgroupRules().forEach(Devices::rule);
        for (DeviceMapping mapping : hostConfig.devices()) {
            if (!ACCESS.matcher(mapping.cgroupPermissions()).matches()) {
                throw new EngineException.InvalidParameter(
                        "invalid device mode: " + mapping.cgroupPermissions() + " of " + mapping.pathOnHost());
            }
        }
    }

    private static Devices everything() {
        ArrayNode rules = Json.mapper().createArrayNode();
        rules.addObject().put("allow", true).put("access", "rwm");
        List<DeviceNode> nodes = new ArrayList<>();
        collect(Path.of("/dev"), nodes);
        return new Devices(nodes, rules);
    }

    private static Devices asked(HostConfig hostConfig) {
        ArrayNode rules = Json.mapper().createArrayNode();
        rules.addObject().put("allow", false).put("access", "rwm");
        for (int[] number : COMMON) {
            rules.addObject()
                    .put("allow", true)
                    .put("type", "c")
                    .put("major", number[0])
                    .put("minor", number[1])
                    .put("access", "rwm");
        }
        List<DeviceNode> nodes = new ArrayList<>();
        for (DeviceMapping mapping : hostConfig.devices()) {
            for (DeviceNode node : mapped(mapping)) {
                nodes.add(node);
                rules.add(node.rule(mapping.cgroupPermissions()));
            }
        }
        hostConfig.deviceCgroupRules().forEach(text -> rules.add(rule(text)));
        return new Devices(nodes, rules);
    }

    private static List<DeviceNode> mapped(DeviceMapping mapping) {
        Path host = Path.of(mapping.pathOnHost());
        if (Files.isDirectory(host)) {
            List<DeviceNode> below = new ArrayList<>();
            collect(host, below);
            return below.stream()
                    .map(node -> node.at(mapping.pathInContainer()
                            + node.path().substring(host.toString().length())))
                    .toList();
        }
        String doing = "error gathering device information while adding custom device \"" + host + "\"";
        return List.of(require(mapping.pathOnHost(), doing).at(mapping.pathInContainer()));
    }

    /**
     * The device of this path of the host.
     *
     * @param doing what for, in Docker's words
     * @throws EngineException.InvalidParameter there is none
     */
    static DeviceNode require(String path, String doing) {
        try {
            return DeviceNode.read(Path.of(path)).orElseThrow(() -> new IOException("not a device node"));
        } catch (IOException failure) {
            String why = failure instanceof NoSuchFileException ? "no such file or directory" : failure.getMessage();
            throw new EngineException.InvalidParameter(doing + ": " + why, failure);
        }
    }

    private static void collect(Path directory, List<DeviceNode> into) {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                if (NOT_HANDED_OUT.contains(entry.toString()) || Files.isSymbolicLink(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    collect(entry, into);
                } else {
                    DeviceNode.read(entry).ifPresent(into::add);
                }
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("list devices in " + directory + ": " + failure, failure);
        }
    }

    private static ObjectNode rule(String text) {
        Matcher parts = RULE.matcher(text);
        if (!parts.matches()) {
            throw new EngineException.InvalidParameter("invalid device cgroup rule format: '" + text + "'");
        }
        ObjectNode json = Json.mapper().createObjectNode().put("allow", true).put("type", parts.group(1));
        if (!parts.group(2).equals("*")) {
            json.put("major", Long.parseLong(parts.group(2)));
        }
        if (!parts.group(3).equals("*")) {
            json.put("minor", Long.parseLong(parts.group(3)));
        }
        return json.put("access", parts.group(4));
    }
}
