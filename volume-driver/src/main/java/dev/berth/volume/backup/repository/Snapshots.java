package dev.berth.volume.backup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.EngineException.NotFound;
import dev.berth.plugin.EngineException.NotImplemented;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupStatistics;
import dev.berth.plugin.volume.backup.Consistency;
import dev.berth.volume.backup.chunk.ChunkId;
import dev.berth.volume.backup.manifest.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The backups of a repository: a JSON file each, whose name is the SHA-256 of its bytes and the backup's id. */
public final class Snapshots {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Layout layout;

    Snapshots(Layout layout) {
        this.layout = layout;
    }

    /** Keeps a backup whose chunks are on the disk. @return the same with its id */
    public Snapshot keep(Snapshot snapshot, Path temporary) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(encode(snapshot));
        String id = ChunkId.of(bytes).toString();
        Path file = temporary.resolve("snapshot-" + id);
        Files.write(file, bytes);
        FileCalls.sync(file);
        Files.move(file, layout.snapshots().resolve(id), StandardCopyOption.ATOMIC_MOVE);
        FileCalls.sync(layout.snapshots());
        return decode(id, JSON.readTree(bytes));
    }

    /** Every backup that can be read, oldest first. @param damaged told of those that cannot */
    public List<Snapshot> all(Consumer<FormatException> damaged) throws IOException {
        List<Snapshot> all = new ArrayList<>();
        for (String id : ChunkIndex.names(layout.snapshots())) {
            try {
                all.add(read(id));
            } catch (FormatException broken) {
                damaged.accept(broken);
            }
        }
        all.sort(Comparator.comparing((Snapshot each) -> each.info().created())
                .thenComparing(each -> each.info().id()));
        return all;
    }

    /**
     * The backup of that id, or of the only one that begins so.
     *
     * @throws NotFound there is none
     * @throws InvalidParameter there are several
     */
    public Snapshot find(String prefix) throws IOException {
        if (!prefix.matches("[0-9a-f]{2,64}")) {
            throw new NotFound("no such backup: " + prefix);
        }
        List<String> found = ChunkIndex.names(layout.snapshots()).stream()
                .filter(id -> id.startsWith(prefix))
                .toList();
        if (found.size() > 1) {
            throw new InvalidParameter("several backups begin with " + prefix);
        }
        return read(found.stream().findFirst().orElseThrow(() -> new NotFound("no such backup: " + prefix)));
    }

    /** Takes a backup away; its chunks stay. */
    public void remove(String id) throws IOException {
        Files.deleteIfExists(layout.snapshots().resolve(id));
    }

    /** Makes removals outlast a power cut. */
    public void sync() {
        FileCalls.sync(layout.snapshots());
    }

    private Snapshot read(String id) throws IOException {
        byte[] bytes = Files.readAllBytes(layout.snapshots().resolve(id));
        if (!ChunkId.of(bytes).toString().equals(id)) {
            throw new FormatException("backup " + id + " is damaged: its bytes are not what its name says");
        }
        return decode(id, JSON.readTree(bytes));
    }

    private static ObjectNode encode(Snapshot snapshot) {
        BackupInfo info = snapshot.info();
        BackupStatistics numbers = info.statistics();
        ObjectNode json = JSON.createObjectNode();
        json.put("format", RepositoryDescription.FORMAT);
        json.put("created", info.created().toString());
        json.put("volume", info.volume());
        json.put("driver", info.driver());
        json.set("labels", JSON.valueToTree(new TreeMap<>(info.labels())));
        json.set("options", JSON.valueToTree(new TreeMap<>(info.options())));
        json.set("tags", JSON.valueToTree(new TreeMap<>(info.tags())));
        json.put("consistency", info.consistency().name().toLowerCase(Locale.ROOT));
        if (!info.unreadable().isEmpty()) {
            json.set("unreadable", JSON.valueToTree(info.unreadable()));
            json.set("doubtful", JSON.valueToTree(new TreeSet<>(snapshot.doubtful())));
        }
        json.put("trusted", snapshot.trusted().toString());
        json.put("root", snapshot.root());
        json.put("device", snapshot.device());
        json.putObject("statistics")
                .put("nodes", numbers.nodes())
                .put("bytes", numbers.bytes())
                .put("readBytes", numbers.readBytes())
                .put("storedBytes", numbers.storedBytes())
                .put("nanoseconds", numbers.duration().toNanos())
                .put("frozenNanoseconds", numbers.frozen().toNanos());
        List<String> tree = snapshot.tree().stream().map(ChunkId::toString).toList();
        json.set("tree", JSON.valueToTree(tree));
        return json;
    }

    private static Snapshot decode(String id, JsonNode json) throws FormatException {
        int format = json.path("format").asInt();
        if (format > RepositoryDescription.FORMAT) {
            throw new NotImplemented("backup " + id + " is of format " + format + "; this version of Berth knows "
                    + RepositoryDescription.FORMAT + ": use a newer one");
        }
        try {
            JsonNode numbers = json.path("statistics");
            BackupStatistics statistics = new BackupStatistics(
                    numbers.path("nodes").asLong(),
                    numbers.path("bytes").asLong(),
                    numbers.path("readBytes").asLong(),
                    numbers.path("storedBytes").asLong(),
                    Duration.ofNanos(numbers.path("nanoseconds").asLong()),
                    Duration.ofNanos(numbers.path("frozenNanoseconds").asLong()));
            List<ChunkId> tree = new ArrayList<>();
            json.path("tree").forEach(chunk -> tree.add(ChunkId.parse(chunk.asText())));
            Set<Long> doubtful = new TreeSet<>();
            json.path("doubtful").forEach(inode -> doubtful.add(inode.asLong()));
            List<String> unreadable = new ArrayList<>();
            json.path("unreadable").forEach(path -> unreadable.add(path.asText()));
            BackupInfo info = new BackupInfo(
                    id,
                    Instant.parse(json.path("created").asText()),
                    json.path("volume").asText(),
                    json.path("driver").asText(),
                    texts(json.path("labels")),
                    texts(json.path("options")),
                    texts(json.path("tags")),
                    Consistency.valueOf(json.path("consistency").asText().toUpperCase(Locale.ROOT)),
                    unreadable,
                    statistics);
            return new Snapshot(
                    info,
                    json.path("root").asLong(),
                    json.path("device").asLong(),
                    Instant.parse(json.path("trusted").asText()),
                    doubtful,
                    tree);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new FormatException("backup " + id + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
