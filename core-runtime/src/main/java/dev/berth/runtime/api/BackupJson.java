package dev.berth.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.BackupStatistics;
import dev.berth.plugin.volume.backup.ForgetRequest;
import dev.berth.runtime.backup.BackupOrder;
import dev.berth.runtime.backup.Replacement;
import dev.berth.runtime.state.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Backups in the words of {@code /berth/v1}. */
final class BackupJson {
    private static final long DEFAULT_FREEZE_MILLIS = 1000;

    private BackupJson() {}

    static ObjectNode of(BackupInfo backup) {
        BackupStatistics numbers = backup.statistics();
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("Id", backup.id())
                .put("Created", backup.created().toString())
                .put("Volume", backup.volume())
                .put("Driver", backup.driver());
        json.set("Labels", Json.mapper().valueToTree(new TreeMap<>(backup.labels())));
        json.set("Options", Json.mapper().valueToTree(new TreeMap<>(backup.options())));
        json.set("Tags", Json.mapper().valueToTree(new TreeMap<>(backup.tags())));
        json.set("Unreadable", Json.mapper().valueToTree(backup.unreadable()));
        json.put("Consistency", backup.consistency().name().toLowerCase(Locale.ROOT))
                .put("Files", numbers.nodes())
                .put("Bytes", numbers.bytes())
                .put("ReadBytes", numbers.readBytes())
                .put("StoredBytes", numbers.storedBytes())
                .put("DurationNanoseconds", numbers.duration().toNanos())
                .put("FrozenNanoseconds", numbers.frozen().toNanos());
        return json;
    }

    static ArrayNode of(List<BackupInfo> backups) {
        ArrayNode json = Json.mapper().createArrayNode();
        backups.forEach(backup -> json.add(of(backup)));
        return json;
    }

    static BackupOrder order(ObjectNode body, Path repository) {
        return new BackupOrder(
                texts(body, "Volumes"),
                repository,
                map(body.path("Tags")),
                maxFreeze(body),
                body.path("OrLive").asBoolean(),
                body.path("OrPartial").asBoolean(),
                hooks(body, "PreExec"),
                hooks(body, "PostExec"));
    }

    private static Duration maxFreeze(ObjectNode body) {
        return Duration.ofMillis(body.path("MaxFreezeMilliseconds").asLong(DEFAULT_FREEZE_MILLIS));
    }

    static Replacement replacement(ObjectNode body) {
        Optional<Duration> freeze = body.path("Freeze").asBoolean() ? Optional.of(maxFreeze(body)) : Optional.empty();
        return new Replacement(body.path("InPlace").asBoolean(), freeze);
    }

    static ForgetRequest forget(ObjectNode body) {
        try {
            return new ForgetRequest(
                    texts(body, "Ids"),
                    Optional.of(body.path("Volume").asText()).filter(name -> !name.isEmpty()),
                    body.path("KeepLast").asInt(),
                    body.path("KeepDaily").asInt(),
                    body.path("KeepWeekly").asInt(),
                    body.path("KeepMonthly").asInt(),
                    body.path("Prune").asBoolean(),
                    body.path("DryRun").asBoolean());
        } catch (IllegalArgumentException negative) {
            throw new InvalidParameter("forget: " + negative.getMessage(), negative);
        }
    }

    private static List<String> texts(ObjectNode body, String name) {
        List<String> texts = new ArrayList<>();
        body.path(name).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties()
                .forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }

    private static List<BackupOrder.Hook> hooks(ObjectNode body, String name) {
        List<BackupOrder.Hook> hooks = new ArrayList<>();
        body.path(name)
                .forEach(each -> hooks.add(new BackupOrder.Hook(
                        each.path("Container").asText(), each.path("Command").asText())));
        return hooks;
    }
}
