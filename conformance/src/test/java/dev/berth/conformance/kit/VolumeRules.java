package dev.berth.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Docker's volume plugins. */
final class VolumeRules {
    private static final String NAME = "Name";
    private static final String MOUNTPOINT = "Mountpoint";
    private static final String CREATE = "VolumeDriver.Create";
    private static final String REMOVE = "VolumeDriver.Remove";
    private static final String MOUNT = "VolumeDriver.Mount";
    private static final String UNMOUNT = "VolumeDriver.Unmount";
    private static final String GET = "VolumeDriver.Get";

    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, String> options;
    private final Optional<Runnable> restart;

    /**
     * @param options what the plugin wants for a volume
     * @param restart ends the plugin and starts it again, if that can be done
     */
    VolumeRules(Map<String, String> options, Optional<Runnable> restart) {
        this.options = options;
        this.restart = restart;
    }

    List<Rule> all() {
        List<Rule> rules = new ArrayList<>(CommonRules.of("VolumeDriver", CREATE));
        rules.add(Rule.needed("Create may come again with the same options", plugin -> {
            String name = volume(plugin);
            plugin.ok(CREATE, NAME, name, "Opts", options);
            remove(plugin, name);
        }));
        rules.add(Rule.needed("Get and List have what was created", plugin -> {
            String name = volume(plugin);
            assertThat(plugin.ok(GET, NAME, name).path("Volume").path(NAME).asText())
                    .isEqualTo(name);
            assertThat(names(plugin)).contains(name);
            remove(plugin, name);
        }));
        rules.add(Rule.needed("Get of an unknown volume is a failure or no volume", plugin -> {
            PluginCaller.Answer answer = plugin.post(GET, NAME, "never-made");
            assertThat(answer.failed()
                            || answer.json().path("Volume").isMissingNode()
                            || answer.json().path("Volume").isNull())
                    .isTrue();
        }));
        rules.add(Rule.needed(
                "Mount of an unknown volume is a failure",
                plugin -> assertThat(plugin.post(MOUNT, NAME, "never-made", "ID", "x")
                                .failed())
                        .isTrue()));
        rules.add(Rule.needed("Capabilities is local or global, or not there", plugin -> {
            PluginCaller.Answer answer = plugin.post("VolumeDriver.Capabilities");
            assertThat(answer.status() == 404
                            || answer.json()
                                    .path("Capabilities")
                                    .path("Scope")
                                    .asText()
                                    .matches("local|global"))
                    .isTrue();
        }));
        rules.addAll(mounting());
        rules.addAll(naming());
        restart.ifPresent(again -> rules.add(Rule.needed("volumes and their data outlive the plugin", plugin -> {
            String name = volume(plugin);
            again.run();
            assertThat(names(plugin)).contains(name);
            remove(plugin, name);
        })));
        // Last, for a plugin that stops answering here would break all that comes after.
        rules.add(manyAtOnce());
        return rules;
    }

    private Rule manyAtOnce() {
        return Rule.needed("many volumes can be made and mounted at once", plugin -> {
            List<String> places = CommonRules.atOnce(number -> {
                String name = volume(plugin);
                String place = mount(plugin, name, "id" + number);
                plugin.ok(UNMOUNT, NAME, name, "ID", "id" + number);
                remove(plugin, name);
                return place;
            });
            assertThat(places).doesNotHaveDuplicates();
        });
    }

    private List<Rule> mounting() {
        return List.of(
                Rule.needed("Mount gives an absolute path", plugin -> {
                    String name = volume(plugin);
                    assertThat(mount(plugin, name, "one")).startsWith("/");
                    plugin.ok(UNMOUNT, NAME, name, "ID", "one");
                    remove(plugin, name);
                }),
                Rule.needed("mounts are counted by ID: one goes, the other stays", plugin -> {
                    String name = volume(plugin);
                    String place = mount(plugin, name, "one");
                    assertThat(mount(plugin, name, "two")).isEqualTo(place);
                    plugin.ok(UNMOUNT, NAME, name, "ID", "one");
                    assertThat(plugin.ok("VolumeDriver.Path", NAME, name)
                                    .path(MOUNTPOINT)
                                    .asText())
                            .isEqualTo(place);
                    plugin.ok(UNMOUNT, NAME, name, "ID", "two");
                    remove(plugin, name);
                }),
                Rule.wished("Mount with the same ID again is one mount", plugin -> {
                    String name = volume(plugin);
                    try {
                        String place = mount(plugin, name, "one");
                        assertThat(mount(plugin, name, "one")).isEqualTo(place);
                    } finally {
                        plugin.post(UNMOUNT, NAME, name, "ID", "one");
                        plugin.post(REMOVE, NAME, name);
                    }
                }),
                Rule.wished("Unmount of an unknown ID is no failure", plugin -> {
                    String name = volume(plugin);
                    try {
                        plugin.ok(UNMOUNT, NAME, name, "ID", "never");
                    } finally {
                        plugin.post(REMOVE, NAME, name);
                    }
                }),
                Rule.wished("Remove of a mounted volume is refused", plugin -> {
                    String name = volume(plugin);
                    mount(plugin, name, "one");
                    boolean refused = plugin.post(REMOVE, NAME, name).failed();
                    plugin.post(UNMOUNT, NAME, name, "ID", "one");
                    plugin.post(REMOVE, NAME, name);
                    assertThat(refused).isTrue();
                }),
                Rule.wished("Remove may come again", plugin -> {
                    String name = volume(plugin);
                    remove(plugin, name);
                    plugin.ok(REMOVE, NAME, name);
                }));
    }

    private List<Rule> naming() {
        return List.of(
                Rule.needed("Opts may be null, and unknown keys are passed over", plugin -> {
                    String name = name();
                    String opts = options.isEmpty() ? "null" : "{\"" + String.join("\",\"", pairs()) + "\"}";
                    PluginCaller.Answer answer = plugin.postText(
                            CREATE, "{\"Name\":\"" + name + "\",\"Opts\":" + opts + ",\"Later\":{\"a\":[1]}}");
                    assertThat(answer.failure()).isEmpty();
                    remove(plugin, name);
                }),
                Rule.wished("a name that climbs out of a directory is refused", plugin -> {
                    PluginCaller.Answer answer = plugin.post(CREATE, NAME, "../kit-escape", "Opts", options);
                    plugin.post(REMOVE, NAME, "../kit-escape");
                    assertThat(answer.failed()).isTrue();
                }),
                Rule.wished("no name at all is refused", plugin -> {
                    PluginCaller.Answer answer = plugin.post(CREATE, "Opts", options);
                    assertThat(answer.failed()).isTrue();
                }));
    }

    private List<String> pairs() {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "\":\"" + option.getValue())
                .toList();
    }

    private String name() {
        return "kit" + ProcessHandle.current().pid() + "x" + made.incrementAndGet();
    }

    private String volume(PluginCaller plugin) {
        String name = name();
        plugin.ok(CREATE, NAME, name, "Opts", options);
        return name;
    }

    private static String mount(PluginCaller plugin, String name, String id) {
        return plugin.ok(MOUNT, NAME, name, "ID", id).path(MOUNTPOINT).asText();
    }

    private static void remove(PluginCaller plugin, String name) {
        plugin.ok(REMOVE, NAME, name);
        assertThat(names(plugin)).doesNotContain(name);
    }

    private static List<String> names(PluginCaller plugin) {
        List<String> names = new ArrayList<>();
        JsonNode volumes = plugin.ok("VolumeDriver.List").path("Volumes");
        volumes.forEach(volume -> names.add(volume.path(NAME).asText()));
        return names;
    }
}
