package dev.berth.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.EngineException.Conflict;
import dev.berth.plugin.EngineException.InvalidParameter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerVolumesTest {
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

    @Test
    void plan_anonymous_isFilledFromTheImageAndShownAsDocker() throws IOException {
        Files.writeString(Files.createDirectory(world.rootfs.resolve("data")).resolve("file"), "image");
        List<MountPoint> mounts = world.create("c1", "{'Volumes':{'/data/':{}}}", "{}");
        assertThat(mounts).hasSize(1);
        MountPoint mount = mounts.get(0);
        assertThat(mount.name()).matches("[0-9a-f]{64}");
        assertThat(mount)
                .isEqualTo(new MountPoint("volume", mount.name(), mount.source(), "/data", "local", "", true, ""));
        assertThat(Path.of(mount.source()).resolve("file")).hasContent("image");
        assertThat(world.service.inspect(mount.name()).labels()).containsOnlyKeys(Volume.ANONYMOUS_LABEL);
        assertThat(world.local.holders.get(mount.name())).isEmpty();
    }

    @Test
    void plan_imagePathIsALink_isFollowedInsideTheImage() throws IOException {
        Files.writeString(Files.createDirectory(world.rootfs.resolve("real")).resolve("file"), "image");
        Files.createSymbolicLink(world.rootfs.resolve("data"), Path.of("/real"));
        MountPoint mount = world.create("c1", "{'Binds':['v1:/data']}").get(0);
        assertThat(Path.of(mount.source()).resolve("file")).hasContent("image");
    }

    /** Mounting the image's files costs more than the rest of a create. */
    @Test
    void plan_nothingToCopyFrom_doesNotReachForTheImage() {
        ImageFiles untouched = new ImageFiles() {
            @Override
            public boolean mayHave(String path) {
                return false;
            }

            @Override
            public Path root() {
                throw new AssertionError("the image's files are not needed");
            }
        };
        world.create("c1", "{'Volumes':{'/a':{}}}", "{'Binds':['v1:/b','" + temporary + ":/c']}", untouched);
        assertThat(world.names()).hasSize(2);
    }

    @Test
    void plan_nocopyBindAndFullVolume_getNothing() throws IOException {
        Files.writeString(Files.createDirectory(world.rootfs.resolve("data")).resolve("file"), "image");
        Path host = Files.createDirectory(temporary.resolve("host"));
        MountPoint bare = world.create("c1", "{'Binds':['v1:/data:nocopy']}").get(0);
        assertThat(Path.of(bare.source())).isEmptyDirectory();
        world.create("c2", "{'Binds':['" + host + ":/data']}");
        assertThat(host).isEmptyDirectory();
        Files.writeString(Path.of(bare.source()).resolve("own"), "x");
        world.create("c3", "{'Binds':['v1:/data']}");
        assertThat(Path.of(bare.source()).resolve("file")).doesNotExist();
    }

    @Test
    void plan_anonymousOverAFile_isRefusedAndLeavesNoVolume() throws IOException {
        Files.writeString(world.rootfs.resolve("data"), "x");
        assertThatThrownBy(() -> world.create("c1", "{'Volumes':{'/data':{}}}", "{}"))
                .hasMessage("cannot mount volume over existing file, file exists " + world.rootfs + "/data");
        assertThat(world.names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Binds':['v1:/data','v2:/data/']}|Duplicate mount point: /data",
                "{'Binds':['v1:/data'],'Mounts':[{'Type':'volume','Source':'v2','Target':'/data'}]}"
                        + "|Duplicate mount point: /data",
                "{'Binds':['v1:/data'],'Tmpfs':{'/data':''}}|Duplicate mount point: /data",
                "{'Mounts':[{'Type':'bind','Source':'/no/such','Target':'/x'}]}"
                        + "|invalid mount config for type \"bind\": bind source path does not exist: /no/such",
                "{'VolumesFrom':['ghost']}|No such container: ghost",
                "{'VolumesFrom':['c0:rslave']}|invalid mode: rslave",
                "{'VolumesFrom':['']}|volumes-from specification cannot be an empty string",
                "{'Tmpfs':{'/':''}}|invalid specification: destination can't be '/'"
            })
    void plan_invalid_hasDockersTextAndLeavesNothing(String host, String message) {
        world.create("c0", "{}");
        assertThatThrownBy(() -> world.create("c1", host))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage(message);
        assertThat(world.names()).isEmpty();
    }

    @Test
    void plan_secondVolumeFails_leavesNeitherVolumeNorReference() {
        world.service.create("kept", "", Map.of(), Map.of());
        world.other.silent = true;
        String host = "{'Binds':['kept:/k','new:/a'],'Mounts':[{'Type':'volume','Source':'bad','Target':'/b',"
                + "'VolumeOptions':{'DriverConfig':{'Name':'other'}}}]}";
        assertThatThrownBy(() -> world.create("c1", host))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessage("create bad: the plugin does not answer");
        world.other.silent = false;
        assertThat(world.names()).containsExactly("kept");
        world.service.remove("kept", false);
    }

    @Test
    void plan_precedence_tmpfsThenExplicitThenInheritedThenImage() {
        world.create("source", "{'Volumes':{'/a':{},'/b':{},'/c':{}}}", "{}");
        List<MountPoint> mounts = world.create(
                "c1",
                "{'Volumes':{'/a':{},'/b':{},'/c':{},'/d':{}}}",
                "{'VolumesFrom':['source'],'Binds':['named:/a'],'Tmpfs':{'/d':'','/b':''}}");
        assertThat(mounts).extracting(MountPoint::destination).containsExactly("/a", "/c");
        assertThat(mounts.get(0).name()).isEqualTo("named");
        assertThat(mounts.get(1)).isEqualTo(world.service.mounts("source").get(2));
        assertThat(world.service.mount("c1"))
                .extracting(mount -> mount.destination() + " " + mount.type())
                .containsExactly("/a bind", "/b tmpfs", "/c bind", "/d tmpfs");
    }

    @Test
    void volumesFrom_neverStarted_sharesByReferenceAndReadOnlyNarrows() {
        String name =
                world.create("source", "{'Volumes':{'/data':{}}}", "{}").get(0).name();
        MountPoint reader =
                world.create("reader", "{'VolumesFrom':['source:ro']}").get(0);
        assertThat(reader.name()).isEqualTo(name);
        assertThat(reader.rw()).isFalse();
        MountPoint again =
                world.create("again", "{'VolumesFrom':['reader:rw']}").get(0);
        assertThat(again.rw()).isFalse();
        world.service.release("source", true);
        assertThat(world.names()).containsExactly(name);
        assertThatThrownBy(() -> world.service.remove(name, true))
                .isInstanceOf(Conflict.class)
                .hasMessage("remove " + name + ": volume is in use - [again, reader]");
        world.service.release("reader", true);
        world.service.release("again", true);
        assertThat(world.names()).isEmpty();
    }

    @Test
    void release_keepsNamedVolumesAndWithoutVAllOfThem() {
        world.create("c1", "{'Volumes':{'/a':{}}}", "{'Binds':['named:/b']}");
        world.service.release("c1", false);
        assertThat(world.names()).hasSize(2).contains("named");
        world.create("c2", "{'Volumes':{'/a':{}}}", "{'Binds':['named:/b']}");
        world.service.release("c2", true);
        assertThat(world.names()).hasSize(2).contains("named");
    }

    @Test
    void mount_nested_areInOrderOfDepthWithOptions() throws IOException {
        Path host = Files.createDirectory(temporary.resolve("host"));
        world.create("c1", "{'Binds':['inner:/a/b/c:ro','" + host + ":/a','mid:/a/b']}");
        assertThat(world.service.mount("c1"))
                .extracting(mount -> mount.destination() + " " + mount.options())
                .containsExactly(
                        "/a [rbind, rw, rprivate]", "/a/b [rbind, rw, rprivate]", "/a/b/c [rbind, ro, rprivate]");
    }

    @Test
    void mount_heldByOneHolderPerMountUntilUnmount() {
        world.create("c1", "{'Binds':['v1:/a','v1:/b']}");
        world.service.mount("c1");
        world.service.mount("c1");
        assertThat(world.local.holders.get("v1")).hasSize(2);
        world.create("c2", "{'VolumesFrom':['c1']}");
        world.service.mount("c2");
        assertThat(world.local.holders.get("v1")).hasSize(4);
        world.service.unmount("c1");
        world.service.unmount("c1");
        assertThat(world.local.holders.get("v1")).hasSize(2);
        assertThat(world.events).containsSubsequence("create v1", "mount v1", "mount v1", "unmount v1");
    }

    @Test
    void mount_oneFails_letsGoOfTheOthers() {
        world.create("c1", "{'Binds':['v1:/a','" + temporary + "/state.db/below:/b']}");
        assertThatThrownBy(() -> world.service.mount("c1"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("error while creating mount source path '" + temporary + "/state.db/below'");
        assertThat(world.local.holders.get("v1")).isEmpty();
    }

    @Test
    void mount_missingBindSource_isMadeForVOnly() throws IOException {
        Path wanted = temporary.resolve("new/deep");
        world.create("c1", "{'Binds':['" + wanted + ":/a']}");
        assertThat(wanted).doesNotExist();
        world.service.mount("c1");
        assertThat(wanted).isDirectory();
        Path given = Files.createDirectory(temporary.resolve("given"));
        world.create("c2", "{'Mounts':[{'Type':'bind','Source':'" + given + "','Target':'/a'}]}");
        Files.delete(given);
        assertThatThrownBy(() -> world.service.mount("c2")).hasMessageContaining("bind source path does not exist");
    }

    @Test
    void restart_keepsReferencesMountsAndHolders() {
        world.create("c1", "{'Binds':['v1:/a:ro']}");
        world.create("gone", "{'Volumes':{'/x':{}}}", "{}");
        world.service.mount("c1");
        List<MountPoint> before = world.service.mounts("c1");
        world.local.holders.get("v1").clear();
        world.restart();
        world.service.restore(Set.of("c1"));
        assertThat(world.service.mounts("c1")).isEqualTo(before);
        assertThat(world.local.holders.get("v1")).hasSize(1);
        assertThat(world.names()).containsExactly("v1");
        assertThatThrownBy(() -> world.service.remove("v1", false)).isInstanceOf(Conflict.class);
    }

    /** Not closed, as by a daemon that is killed. */
    @SuppressWarnings("resource")
    @Test
    void open_daemonKilledMeanwhile_nextOneLetsGo() {
        world.create("c1", "{'Binds':['v1:/a']}");
        assertThat(world.service.open("c1").mounts()).hasSize(1);
        assertThat(world.local.holders.get("v1")).hasSize(1);
        world.restart();
        world.service.restore(Set.of("c1"));
        assertThat(world.local.holders.get("v1")).isEmpty();
    }

    @Test
    void open_isHeldByItsOwnHolderUntilClosed() {
        world.create("c1", "{'Binds':['v1:/a']}");
        world.service.mount("c1");
        Set<String> running = Set.copyOf(world.local.holders.get("v1"));
        try (OpenMounts open = world.service.open("c1")) {
            assertThat(open.mounts()).hasSize(1);
            assertThat(world.local.holders.get("v1")).hasSize(2).containsAll(running);
        }
        assertThat(world.local.holders.get("v1")).isEqualTo(running);
    }

    @Test
    void image_isMountedReadOnlyAndKeptUntilRelease() throws IOException {
        Files.createDirectories(temporary.resolve("images/tools"));
        List<MountPoint> mounts = world.create("c1", "{'Mounts':[{'Type':'image','Source':'tools','Target':'/t'}]}");
        assertThat(mounts)
                .containsExactly(
                        new MountPoint("image", "tools", temporary + "/images/tools", "/t", "", "", false, ""));
        assertThat(world.service.mount("c1").get(0).options()).containsExactly("rbind", "ro", "rprivate");
        assertThat(world.images.kept).containsValue("tools");
        try (OpenMounts open = world.service.open("c1")) {
            assertThat(open.mounts()).hasSize(1);
            assertThat(world.images.holders).hasSize(2);
        }
        assertThat(world.images.holders).hasSize(1);
        world.service.release("c1", false);
        assertThat(world.images.kept).isEmpty();
        assertThat(world.images.holders).isEmpty();
    }

    @Test
    void image_createThatFails_keepsNone() throws IOException {
        Files.createDirectories(temporary.resolve("images/tools"));
        String mounts = "{'Mounts':[{'Type':'image','Source':'tools','Target':'/t'},"
                + "{'Type':'image','Source':'absent','Target':'/u'}]}";
        assertThatThrownBy(() -> world.create("c1", mounts)).hasMessage("No such image: absent:latest");
        assertThat(world.images.kept).isEmpty();
    }

    @Test
    void bind_readOnlyByForce_isReadOnlyBelow() throws IOException {
        Path host = Files.createDirectory(temporary.resolve("host"));
        world.create(
                "c1",
                "{'Mounts':[{'Type':'bind','Source':'" + host + "','Target':'/t','ReadOnly':true,"
                        + "'BindOptions':{'ReadOnlyForceRecursive':true}}]}");
        assertThat(world.service.mount("c1").get(0).options()).containsExactly("rbind", "rro", "rprivate");
    }

    @Test
    void bind_nonRecursive_saysSoInEachOption() throws IOException {
        Path host = Files.createDirectory(temporary.resolve("host"));
        world.create(
                "c1",
                "{'Mounts':[{'Type':'bind','Source':'" + host
                        + "','Target':'/t','BindOptions':{'NonRecursive':true}}]}");
        assertThat(world.service.mount("c1").get(0).options()).containsExactly("bind", "rw", "private");
    }

    @Test
    void passwordOfAVolumeMadeWithTheContainer_isNotKept() throws IOException {
        world.create(
                "c1",
                "{'Mounts':[{'Type':'volume','Source':'share','Target':'/s','VolumeOptions':{'DriverConfig':"
                        + "{'Name':'other','Options':{'o':'username=u,password=hunter2'}}}}]}");
        assertThat(world.other.options.get("share")).containsEntry("o", "username=u,password=hunter2");
        assertThat(world.service.inspect("share").options()).containsEntry("o", "username=u,password=********");
        world.close();
        assertThat(Files.readString(temporary.resolve("state.db"), StandardCharsets.ISO_8859_1))
                .contains("share")
                .doesNotContain("hunter2");
        world.restart();
    }
}
