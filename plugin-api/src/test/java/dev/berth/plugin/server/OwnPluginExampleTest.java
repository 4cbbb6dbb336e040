package dev.berth.plugin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.volume.MapVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that others write on this module: the one in docs/plugins.md is compiled as it stands there, and used. */
class OwnPluginExampleTest {
    private static final Path PAGE = Path.of("../docs/plugins.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);

    @Test
    void examplePage_compilesAndIsAPluginThatOutlivesItsProcess(@TempDir Path directory) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        assertThat(example.find()).as("an example in %s", PAGE).isTrue();
        assertThat(example.group(1).strip().lines()).as("its lines").hasSizeLessThanOrEqualTo(10);
        Path source = Files.writeString(directory.resolve(example.group(2) + ".java"), example.group(1));
        StringWriter messages = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-Xlint:all", "-proc:none", "-d", directory.toString(), "-classpath", classpath()),
                        null,
                        ToolProvider.getSystemJavaCompiler()
                                .getStandardFileManager(null, null, null)
                                .getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        use(directory, example.group(2));
    }

    private static String classpath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** In a process of its own, which is killed in between. */
    private static void use(Path directory, String program) throws Exception {
        Path socket = directory.resolve("scratch.sock");
        Process plugin = start(directory, program, socket);
        try {
            VolumeDriver driver = driver(directory);
            driver.create("data", Map.of());
            Path place = driver.mount("data", "one");
            Files.writeString(place.resolve("file"), "kept");
            assertThatThrownBy(() -> driver.get("other")).isInstanceOf(EngineException.NotFound.class);
            plugin.destroyForcibly().waitFor();
            plugin = start(directory, program, socket);
            assertThat(driver.list()).extracting(VolumeInfo::name).containsExactly("data");
            assertThat(driver.get("data").mountpoint()).contains(place);
            assertThat(place.resolve("file")).hasContent("kept");
            assertThat(place.resolve("README")).hasContent("scratch space data");
            assertThatThrownBy(() -> driver.remove("data")).isInstanceOf(EngineException.Conflict.class);
            driver.unmount("data", "one");
            driver.remove("data");
            assertThat(driver.list()).isEmpty();
        } finally {
            plugin.destroyForcibly().waitFor();
        }
    }

    /** Serving when it returns. */
    private static Process start(Path directory, String program, Path socket) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        directory + File.pathSeparator + classpath(),
                        program,
                        directory.resolve("volumes").toString(),
                        socket.toString())
                .inheritIO()
                .start();
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || answers(socket));
        assertThat(process.isAlive()).isTrue();
        return process;
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static VolumeDriver driver(Path sockets) {
        return new Plugins(new PluginDirectories(List.of(sockets), List.of()), new PluginDeadlines(PATIENCE, PATIENCE))
                .volume("scratch")
                .orElseThrow();
    }

    private static PluginServer serve(Path socket) {
        return PluginServer.serve(socket, VolumePlugin.of(new MapVolumes()));
    }

    @Test
    void serve_thenClose_leavesNothing(@TempDir Path directory) {
        Path socket = directory.resolve("plugins/mine.sock");
        PluginServer server = serve(socket);
        assertThat(Files.exists(socket)).isTrue();
        server.close();
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    void serve_staleSocket_isReplaced_andALivingOneIsNot(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("mine.sock");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        try (PluginServer server = serve(socket)) {
            assertThatThrownBy(() -> serve(server.socket())).isInstanceOf(EngineException.Conflict.class);
        }
    }
}
