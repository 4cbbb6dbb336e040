package dev.berth.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.volume.OptionSecrets;
import dev.berth.runtime.oci.HiddenPaths;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.spec.HostConfig.RestartPolicy;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Fills in what a user left open in a {@code HostConfig}, and refuses what cannot be. */
final class HostDefaults {
    private final ContainerSettings settings;
    private final boolean cgroupV2;

    HostDefaults(ContainerSettings settings, boolean cgroupV2) {
        this.settings = settings;
        this.cgroupV2 = cgroupV2;
    }

    /**
     * The settings that the container lives with.
     *
     * @throws EngineException.InvalidParameter Docker's words on what does not fit
     */
    HostConfig fill(HostConfig asked, String runtimeName) {
        check(asked.restartPolicy(), asked.autoRemove());
        ObjectNode all = Json.mapper().valueToTree(asked);
        if (asked.networkMode().isEmpty()) {
            all.put("NetworkMode", "default");
        }
        if (asked.shmSize() < 0) {
            throw new EngineException.InvalidParameter("SHM size can not be less than 0");
        }
        if (asked.shmSize() == 0) {
            all.put("ShmSize", settings.shmSize());
        }
        if (asked.memory() > 0 && asked.memorySwap() == 0) {
            all.put("MemorySwap", 2 * asked.memory());
        }
        if (!asked.privileged()) {
            hide(all, "MaskedPaths", HiddenPaths.MASKED);
            hide(all, "ReadonlyPaths", HiddenPaths.READ_ONLY);
        }
        if (asked.ipcMode().isEmpty()) {
            all.put("IpcMode", settings.ipcMode());
        }
        if (asked.cgroupnsMode().isEmpty()) {
            all.put("CgroupnsMode", settings.cgroupnsMode().orElse(cgroupV2 ? "private" : "host"));
        }
        if (asked.cgroupParent().isEmpty()) {
            settings.cgroupParent().ifPresent(parent -> all.put("CgroupParent", parent));
        }
        if (asked.init() == null && settings.init()) {
            all.put("Init", true);
        }
        if (asked.logConfig().equals(HostConfig.LogConfig.DEFAULT)) {
            all.set("LogConfig", Json.mapper().valueToTree(settings.log()));
        }
        all.put("Runtime", runtimeName);
        hideSecrets(all.withArray("Mounts"));
        addUlimits(asked, all.withArray("Ulimits"));
        addSecurityOptions(asked, all.withArray("SecurityOpt"));
        return Json.mapper().convertValue(all, HostConfig.class);
    }

    /** Passwords of volumes that are to be made with the container. */
    private static void hideSecrets(ArrayNode mounts) {
        for (JsonNode mount : mounts) {
            if (mount.at("/VolumeOptions/DriverConfig/Options") instanceof ObjectNode options) {
                options.properties()
                        .forEach(option -> option.setValue(TextNode.valueOf(OptionSecrets.hide(Map.of(
                                        option.getKey(), option.getValue().asText()))
                                .get(option.getKey()))));
            }
        }
    }

    /** An empty list stays: it is how a user asks for everything to be seen. */
    private static void hide(ObjectNode all, String member, List<String> usual) {
        if (!all.hasNonNull(member)) {
            all.set(member, Json.mapper().valueToTree(usual));
        }
    }

    private void addUlimits(HostConfig asked, ArrayNode all) {
        Set<String> named =
                asked.ulimits().stream().map(HostConfig.Ulimit::name).collect(Collectors.toSet());
        settings.ulimits().stream()
                .filter(limit -> !named.contains(limit.name()))
                .forEach(limit -> all.add(Json.mapper().<ObjectNode>valueToTree(limit)));
    }

    private void addSecurityOptions(HostConfig asked, ArrayNode all) {
        settings.securityOptions().forEach((kind, option) -> {
            if (asked.securityOpt().stream().noneMatch(given -> given.startsWith(kind))) {
                all.add(option);
            }
        });
    }

    /** @throws EngineException.InvalidParameter the policy is none, or contradicts itself or {@code --rm} */
    static void check(RestartPolicy policy, boolean autoRemove) {
        String name = policy.name();
        if (!Set.of("no", "always", "on-failure", "unless-stopped").contains(name)) {
            throw new EngineException.InvalidParameter("invalid restart policy '" + name + "'");
        }
        if (!name.equals("on-failure") && policy.maximumRetryCount() != 0) {
            throw new EngineException.InvalidParameter(
                    "maximum retry count cannot be used with restart policy '" + name + "'");
        }
        if (policy.maximumRetryCount() < 0) {
            throw new EngineException.InvalidParameter("maximum retry count cannot be negative");
        }
        if (autoRemove && !name.equals("no")) {
            throw new EngineException.InvalidParameter("can't create 'AutoRemove' container with restart policy");
        }
    }
}
