package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.runtime.state.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeServiceTest {
    @TempDir
    Path temporary;

    private VolumeWorld world;

    @BeforeEach
    void openWorld() throws IOException {
        world = new VolumeWorld(temporary);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private Volume create(String name, String driver, Map<String, String> labels) {
        return world.service.create(name, driver, Map.of(), labels);
    }

    @Test
    void create_again_keepsTheFirstLabels() {
        create("v1", "", Map.of("a", "1"));
        assertThat(create("v1", "local", Map.of("a", "2")).labels()).containsEntry("a", "1");
        assertThat(world.events).containsExactly("create v1");
    }

    @Test
    void create_sameNameOtherDriver_isDockersConflict() {
        create("v1", "", Map.of());
        assertThatThrownBy(() -> create("v1", "other", Map.of()))
                .isInstanceOf(Conflict.class)
                .hasMessage("create v1: driver 'local' already has volume 'v1': volume name must be unique");
    }

    @Test
    void create_noDriverNamed_findsWhoHasIt() {
        world.other.create("v1", Map.of());
        assertThat(create("v1", "", Map.of()).driver()).isEqualTo("other");
    }

    @Test
    void create_driverAsksTheEngineMeanwhile_isAnswered() {
        create("v0", "other", Map.of());
        world.other.meanwhile = () -> CompletableFuture.runAsync(() -> {
                    world.other.meanwhile = () -> {};
                    world.service.inspect("v0");
                    world.service.list(Map.of());
                    create("v2", "local", Map.of());
                })
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        create("v1", "other", Map.of());

        assertThat(world.events).containsExactly("create v0", "create v2", "create v1");
    }

    @Test
    void create_unknownDriver_isNotFound() {
        assertThatThrownBy(() -> create("v1", "nosuch", Map.of()))
                .isInstanceOf(NotFound.class)
                .hasMessage("create v1: error looking up volume plugin nosuch: plugin \"nosuch\" not found");
    }

    @Test
    void create_withoutName_isAnonymous() {
        Volume volume = create("", "", Map.of("a", "b"));
        assertThat(volume.name()).matches("[0-9a-f]{64}");
        assertThat(volume.labels()).containsOnlyKeys("a", Volume.ANONYMOUS_LABEL);
    }

    @Test
    void inspect_json_hasDockersMembers() {
        create("v1", "", Map.of());
        String json = Json.write(world.service.inspect("v1"));
        assertThat(Json.tree(json).properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("CreatedAt", "Driver", "Labels", "Mountpoint", "Name", "Options", "Scope");
        assertThat(Json.tree(json).get("CreatedAt").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-].*)");
        assertThat(Json.tree(json).get("Scope").asText()).isEqualTo("local");
    }

    @Test
    void unknown_isNotFoundUnlessRemovedByForce() {
        assertThatThrownBy(() -> world.service.inspect("no"))
                .isInstanceOf(NotFound.class)
                .hasMessage("get no: no such volume");
        assertThatThrownBy(() -> world.service.remove("no", false)).hasMessage("get no: no such volume");
        world.service.remove("no", true);
    }

    @Test
    void removedBehindTheEngine_isNotFoundAndCanBeMadeAgain() {
        create("v1", "", Map.of("a", "1"));
        world.local.remove("v1");
        assertThatThrownBy(() -> world.service.inspect("v1")).isInstanceOf(NotFound.class);
        assertThat(create("v1", "", Map.of("a", "2")).labels()).containsEntry("a", "2");
    }

    @Test
    void list_filters_chooseAsDocker() {
        create("used", "", Map.of("team", "red"));
        create("free", "", Map.of("team", "blue", "x", ""));
        create("foreign", "other", Map.of());
        world.create("c1", "{'Binds':['used:/a']}");
        assertThat(listed("dangling", "true")).containsExactly("foreign", "free");
        assertThat(listed("dangling", "0")).containsExactly("used");
        assertThat(listed("driver", "other")).containsExactly("foreign");
        assertThat(listed("label", "team")).containsExactly("free", "used");
        assertThat(listed("label", "team=red")).containsExactly("used");
        assertThat(listed("name", "fre")).containsExactly("free");
        assertThat(listed("name", "^f.*")).containsExactly("foreign", "free");
        assertThatThrownBy(() -> listed("colour", "red"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage("invalid filter 'colour'");
        assertThatThrownBy(() -> listed("dangling", "maybe")).hasMessage("invalid filter 'dangling=[maybe]'");
    }

    private List<String> listed(String key, String value) {
        return world.service.list(Map.of(key, List.of(value))).volumes().stream()
                .map(Volume::name)
                .toList();
    }

    @Test
    void list_silentDriver_isAWarningAndItsVolumesStay() {
        create("v1", "", Map.of());
        create("foreign", "other", Map.of());
        world.other.silent = true;
        VolumeList list = world.service.list(Map.of());
        assertThat(list.volumes()).extracting(Volume::name).containsExactly("foreign", "v1");
        assertThat(list.warnings()).hasSize(1).first().asString().contains("other");
        assertThat(create("next", "", Map.of()).driver()).isEqualTo("local");
    }

    @Test
    void prune_takesUnusedAnonymousOnes_orAllByFilter() throws IOException {
        create("named", "", Map.of("keep", ""));
        create("plain", "", Map.of());
        String anonymous = create("", "", Map.of()).name();
        world.create("c1", "{'Volumes':{'/used':{}}}", "{}");
        Files.write(Path.of(world.service.inspect(anonymous).mountpoint()).resolve("file"), new byte[1000]);
        VolumePruneReport report = world.service.prune(Map.of());
        assertThat(report.volumesDeleted()).containsExactly(anonymous);
        assertThat(report.spaceReclaimed()).isEqualTo(1000);
        Map<String, List<String>> all = Map.of("all", List.of("true"), "label!", List.of("keep"));
        assertThat(world.service.prune(all).volumesDeleted()).containsExactly("plain");
        assertThat(world.names()).hasSize(2).contains("named");
        assertThat(world.events).contains("prune ");
    }

    @Test
    void usage_countsBytesAndContainers() {
        create("v1", "", Map.of());
        world.create("c1", "{'Binds':['v1:/a','v1:/b']}");
        world.create("c2", "{'Binds':['v1:/a']}");
        assertThat(world.service.usage()).containsEntry("v1", new VolumeUsage(0, 2));
    }
}
