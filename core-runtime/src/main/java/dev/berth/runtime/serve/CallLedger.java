package dev.berth.runtime.serve;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.server.PluginType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the requests that made something, for an engine makes each thing but once: at the plugin's next start they are
 * made again, so that what they made is there after a crash and a reboot too. One that fails then is reported and kept.
 */
final class CallLedger {
    private static final Logger LOG = LoggerFactory.getLogger(CallLedger.class);

    private final Path directory;
    private final String making;
    private final String ending;
    private final Function<byte[], String> id;

    /**
     * @param directory for these requests alone
     * @param making path of the call that makes a thing, {@code /NetworkDriver.CreateNetwork}
     * @param ending path of the call that ends it
     * @param id what both bodies call it
     */
    CallLedger(Path directory, String making, String ending, Function<byte[], String> id) {
        this.directory = directory;
        this.making = making;
        this.ending = ending;
        this.id = id;
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("create " + directory, failure);
        }
    }

    /** Makes again what was made, and notes what is made and ended from now on. */
    PluginType keep(PluginType type) {
        PluginType.Call make = call(type, making);
        PluginType.Call end = call(type, ending);
        noted().forEach(file -> again(make, file));
        Map<String, PluginType.Call> calls = new HashMap<>(type.calls());
        calls.put(making, body -> {
            Object answer = make.answer(body);
            note(id.apply(body), body);
            return answer;
        });
        calls.put(ending, body -> {
            Object answer = end.answer(body);
            forget(id.apply(body));
            return answer;
        });
        return new PluginType(type.name(), calls);
    }

    private void again(PluginType.Call make, Path file) {
        try {
            make.answer(Files.readAllBytes(file));
        } catch (EngineException failure) {
            LOG.warn("{}: {} of {}: {}", directory, making, file.getFileName(), failure.getMessage());
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + file, failure);
        }
    }

    private static PluginType.Call call(PluginType type, String path) {
        PluginType.Call call = type.calls().get(path);
        if (call == null) {
            throw new IllegalStateException(type.name() + " has no " + path);
        }
        return call;
    }

    /** A name of its own for whatever the engine calls it. */
    private Path file(String thing) {
        UUID name = UUID.nameUUIDFromBytes(thing.getBytes(StandardCharsets.UTF_8));
        return directory.resolve(name + ".json");
    }

    private void note(String thing, byte[] body) {
        Path file = file(thing);
        Path fresh = directory.resolve(".fresh-" + file.getFileName());
        try {
            Files.write(fresh, body);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("note " + thing + " in " + directory, failure);
        }
    }

    private void forget(String thing) {
        try {
            Files.deleteIfExists(file(thing));
        } catch (IOException failure) {
            throw new UncheckedIOException("forget " + thing + " in " + directory, failure);
        }
    }

    private List<Path> noted() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")
                            && !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + directory, failure);
        }
    }
}
