package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Mounts;
import dev.berth.linux.sys.ProgramRun;
import dev.berth.linux.sys.Propagation;
import dev.berth.linux.testing.Root;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Below a directory that is a mount of its own and private, so that nothing spreads. */
@Tag("netns")
class ProgramMountIT {
    @TempDir
    private Path directory;

    private Path root;
    private Path program;
    private Path file;
    private ProgramMount mount;

    @BeforeEach
    void mountRoot() throws IOException {
        Root.require();
        root = Files.createDirectory(directory.resolve("root"));
        Mounts.tmpfs(root, "size=1m,mode=755");
        Mounts.propagation(root, Propagation.PRIVATE);
        program = script("program", "first");
        file = root.resolve("programs/program");
        mount = new ProgramMount(program, file);
    }

    @AfterEach
    void unmountRoot() {
        mount.close();
        Mounts.unmount(root, true);
    }

    private Path script(String name, String word) throws IOException {
        Path script = root.resolve(name);
        Files.writeString(script, "#!/bin/sh\necho " + word + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static String run(Path path) {
        return ProgramRun.of(List.of(path.toString()), Map.of("PATH", "/bin:/usr/bin"), Duration.ofSeconds(60))
                .output()
                .strip();
    }

    @Test
    void path_isTheProgramWhereNobodyCanWriteToIt() throws IOException {
        assertThat(mount.path()).isEqualTo(file);
        assertThat(run(file)).isEqualTo("first");
        assertThatThrownBy(() -> Files.writeString(file, "x", StandardOpenOption.WRITE))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only");
        Files.writeString(program, "", StandardOpenOption.APPEND);
    }

    @Test
    void path_again_mountsNoSecondTime() {
        mount.path();
        assertThat(new ProgramMount(program, file).path()).isEqualTo(file);
        mount.close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void path_programWasReplaced_isTheNewOne() throws IOException {
        mount.path();
        Files.move(script("new", "second"), program, StandardCopyOption.ATOMIC_MOVE);
        assertThat(run(mount.path())).isEqualTo("second");
        mount.close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void path_byALink_isWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), program);
        ProgramMount byLink = new ProgramMount(link, file);
        assertThat(run(byLink.path())).isEqualTo("first");
        byLink.path();
        byLink.close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void path_cannotBeMounted_isTheProgramItself() throws IOException {
        Path blocked = Files.createFile(root.resolve("blocked")).resolve("program");
        assertThat(new ProgramMount(program, blocked).path()).isEqualTo(program);
        assertThat(new ProgramMount(root.resolve("nobody"), file).path()).isEqualTo(root.resolve("nobody"));
    }
}
