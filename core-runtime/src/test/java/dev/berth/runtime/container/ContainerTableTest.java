package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.spec.HostConfig;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.state.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTableTest {
    private static final String WEB = "aa11".repeat(16);
    private static final String DB = "aa22".repeat(16);

    @TempDir
    Path directory;

    private Store store;
    private ContainerTable table;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("berth.db"));
        table = new ContainerTable(store);
        add(WEB, "web");
        add(DB, "db");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void find_byIdNameAndPrefix_isTheOne() {
        for (String ref : List.of(WEB, "web", "/web", "aa11", WEB.substring(0, 12))) {
            assertThat(table.find(ref).id()).as(ref).isEqualTo(WEB);
        }
    }

    @Test
    void find_nameThatLooksLikeAPrefix_isTheName() {
        add("bb33".repeat(16), "aa11");

        assertThat(table.find("aa11").id()).isEqualTo("bb33".repeat(16));
    }

    @Test
    void find_twoWithThatPrefix_isRefused() {
        assertThatThrownBy(() -> table.find("aa"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("Multiple IDs found with provided prefix: aa");
    }

    @Test
    void find_nobody_isNotFound() {
        for (String ref : List.of("", "cc", "WEB", "/")) {
            assertThatThrownBy(() -> table.find(ref))
                    .isInstanceOf(EngineException.NotFound.class)
                    .hasMessage("No such container: " + ref);
        }
    }

    @Test
    void takeName_taken_saysByWhom() {
        assertThatThrownBy(() -> table.takeName("web", DB))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("Conflict. The container name \"/web\" is already in use by container \"" + WEB
                        + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }

    @Test
    void freeName_ofAnother_isLeftAlone() {
        table.freeName("web", DB);

        assertThat(table.find("web").id()).isEqualTo(WEB);
    }

    @Test
    void save_thenOpenAgain_isThere() {
        LiveContainer web = table.find("web");
        ContainerState running = web.state().started(7, 6, Instant.parse("2026-11-28T20:00:00Z"), 0);
        table.save(web, web.now().with(running));

        ContainerTable reopened = new ContainerTable(store);

        assertThat(reopened.find("web").now()).isEqualTo(web.now());
        assertThat(reopened.imageUses())
                .filteredOn(use -> use.running())
                .extracting(use -> use.containerId())
                .containsExactly(WEB);
    }

    @Test
    void remove_freesNameAndDisk() {
        table.remove(table.find("web"));

        table.takeName("web", DB);
        assertThat(new ContainerTable(store).all())
                .extracting(LiveContainer::id)
                .containsExactly(DB);
    }

    @Test
    void wishes_ofARemovedContainer_areToldOnceAndGone() {
        LiveContainer live = table.find("web");
        List<String> told = new ArrayList<>();
        live.wishes.add(new Wish(told));
        live.wishes.add(new Wish(told));

        live.tellRemoved(new WaitResult(0, ""));
        live.tellRemoved(new WaitResult(0, ""));

        assertThat(told).containsExactly("removed", "removed");
        assertThat(live.wishes).isEmpty();
        assertThat(live.removed).isCompletedWithValue(new WaitResult(0, ""));
    }

    /** No record: two wishes are two, whatever they hold. */
    private static final class Wish implements AttachWish {
        private final List<String> told;

        Wish(List<String> told) {
            this.told = told;
        }

        @Override
        public void starting(Path attachSocket) {
            told.add("starting");
        }

        @Override
        public void removed() {
            told.add("removed");
        }
    }

    private void add(String id, String name) {
        table.takeName(name, id);
        table.add(new LiveContainer(new Container(
                id,
                name,
                Instant.parse("2026-11-28T19:00:00Z"),
                Json.read("{\"Image\":\"busybox\",\"Env\":[\"A=1\"]}", ContainerConfig.class),
                Json.read("{\"NetworkMode\":\"bridge\"}", HostConfig.class),
                Map.of(),
                "sha256:" + "0".repeat(64),
                "sh",
                List.of("-c", "true"),
                ContainerState.CREATED)));
    }
}
