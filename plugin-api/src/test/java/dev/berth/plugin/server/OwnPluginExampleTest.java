package dev.berth.plugin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.client.PluginDeadlines;
import dev.berth.plugin.client.PluginDirectories;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.volume.MapVolumes;
import dev.berth.plugin.volume.VolumeDriver;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that others write on this module: the one in docs/plugins.md is compiled as it stands there, and used. */
class OwnPluginExampleTest {
    private static final Path PAGE = Path.of("../docs/plugins.md");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);

    @Test
    void examplePage_compilesAndIsAPlugin(@TempDir Path directory) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        assertThat(example.find()).as("an example in %s", PAGE).isTrue();
        assertThat(example.group(1).strip().lines()).as("its lines").hasSizeLessThanOrEqualTo(30);
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
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
                PluginServer server = (PluginServer) loader.loadClass(example.group(2))
                        .getMethod("serve", Path.class)
                        .invoke(null, directory.resolve("scratch.sock"))) {
            use(server.socket().getParent());
        }
    }

    private static String classpath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static void use(Path sockets) throws Exception {
        VolumeDriver driver = new Plugins(new PluginDirectories(List.of(sockets), List.of()), PluginDeadlines.DEFAULT)
                .volume("scratch")
                .orElseThrow();
        driver.create("data", Map.of());
        Path place = driver.mount("data", "one");
        Files.writeString(place.resolve("file"), "x");
        assertThat(driver.list())
                .singleElement()
                .extracting(each -> each.name())
                .isEqualTo("data");
        assertThat(driver.get("data").mountpoint()).contains(place);
        assertThatThrownBy(() -> driver.get("other")).isInstanceOf(EngineException.NotFound.class);
        Files.delete(place.resolve("file"));
        driver.unmount("data", "one");
        driver.remove("data");
        assertThat(driver.list()).isEmpty();
    }

    private static PluginServer serve(Path socket) {
        return PluginServer.serve(socket, PluginRouter.of(VolumePlugin.of(new MapVolumes())));
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
