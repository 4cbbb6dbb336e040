package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is mounted below a read-only bind mount, where host, runtime and the client's version let it be read-only too. */
class ReadOnlyBelowTest {
    @TempDir
    Path temporary;

    private VolumeWorld world;
    private Path host;

    @BeforeEach
    void open() throws IOException {
        world = new VolumeWorld(Files.createDirectory(temporary.resolve("world")));
        world.readOnlyBelow = true;
        host = Files.createDirectory(temporary.resolve("host"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String modeOf(String container) {
        return world.service.mount(container).get(0).options().get(1);
    }

    @Test
    void readOnlyBind_ofEitherFlag_takesThemAlong() {
        world.create("v", "{'Binds':['" + host + ":/t:ro']}");
        assertThat(modeOf("v")).isEqualTo("rro");
        world.create("mount", "{'Mounts':[" + mount("'ReadOnly':true") + "]}");
        assertThat(modeOf("mount")).isEqualTo("rro");
        world.create("writable", "{'Binds':['" + host + ":/t']}");
        assertThat(modeOf("writable")).isEqualTo("rw");
    }

    @Test
    void readOnlyBind_thatSaysNonRecursive_doesNot() {
        world.create(
                "below", "{'Mounts':[" + mount("'ReadOnly':true,'BindOptions':{'ReadOnlyNonRecursive':true}") + "]}");
        assertThat(modeOf("below")).isEqualTo("ro");
        world.create("alone", "{'Mounts':[" + mount("'ReadOnly':true,'BindOptions':{'NonRecursive':true}") + "]}");
        assertThat(modeOf("alone")).isEqualTo("ro");
    }

    @Test
    void volumesFrom_readOnly_takesThemAlong() {
        world.create("source", "{'Binds':['" + host + ":/t']}");
        world.create("reader", "{'VolumesFrom':['source:ro']}");
        assertThat(modeOf("reader")).isEqualTo("rro");
    }

    @Test
    void olderClient_leavesThemWritable() {
        world.readOnlyBelow = false;
        world.create("v", "{'Binds':['" + host + ":/t:ro']}");
        assertThat(modeOf("v")).isEqualTo("ro");
    }

    private String mount(String more) {
        return "{'Type':'bind','Source':'" + host + "','Target':'/t'," + more + "}";
    }
}
