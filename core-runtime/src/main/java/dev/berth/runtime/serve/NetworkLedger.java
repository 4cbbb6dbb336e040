package dev.berth.runtime.serve;

import dev.berth.plugin.server.PluginType;
import dev.berth.plugin.wire.NetworkProtocol;
import dev.berth.plugin.wire.PluginJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps the requests that made networks, for an engine makes each but once: at the next start they are made again, so
 * that they are there after a reboot too.
 */
final class NetworkLedger {
    private final Path directory;

    NetworkLedger(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("create " + directory, failure);
        }
    }

    /** Makes again what was made, and notes what is made and deleted from now on. */
    PluginType keep(PluginType type) {
        PluginType.Call create = call(type, NetworkProtocol.CREATE_NETWORK);
        PluginType.Call delete = call(type, NetworkProtocol.DELETE_NETWORK);
        noted().forEach(create::answer);
        Map<String, PluginType.Call> calls = new HashMap<>(type.calls());
        calls.put(NetworkProtocol.CREATE_NETWORK, body -> {
            Object answer = create.answer(body);
            note(id(body), body);
            return answer;
        });
        calls.put(NetworkProtocol.DELETE_NETWORK, body -> {
            Object answer = delete.answer(body);
            forget(id(body));
            return answer;
        });
        return new PluginType(type.name(), calls);
    }

    private static PluginType.Call call(PluginType type, String path) {
        PluginType.Call call = type.calls().get(path);
        if (call == null) {
            throw new IllegalStateException(type.name() + " has no " + path);
        }
        return call;
    }

    private Path file(String id) {
        return directory.resolve(id.replaceAll("[^0-9a-zA-Z_-]", "_") + ".json");
    }

    private static String id(byte[] body) {
        return PluginJson.read(body, NetworkProtocol.NetworkReference.class).networkId();
    }

    private void note(String id, byte[] body) {
        Path fresh = directory.resolve(".fresh-" + id.hashCode());
        try {
            Files.write(fresh, body);
            Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("note network " + id + " in " + directory, failure);
        }
    }

    private void forget(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failure) {
            throw new UncheckedIOException("forget network " + id + " in " + directory, failure);
        }
    }

    private List<byte[]> noted() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(NetworkLedger::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + directory, failure);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + file, failure);
        }
    }
}
