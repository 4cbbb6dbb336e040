package dev.berth.plugin.server;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.wire.PluginJson;
import dev.berth.plugin.wire.PluginProtocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the calls of one or several types of plugin, whatever they come in by. */
public final class PluginRouter {
    private final Map<String, PluginType.Call> calls = new LinkedHashMap<>();

    private PluginRouter(List<PluginType> types) {
        PluginProtocol.Activated activated = new PluginProtocol.Activated(
                types.stream().map(PluginType::name).toList());
        calls.put(PluginProtocol.ACTIVATE, body -> activated);
        types.forEach(type -> calls.putAll(type.calls()));
    }

    /** One that answers as all the given types. */
    public static PluginRouter of(PluginType... types) {
        return new PluginRouter(List.of(types));
    }

    /** An answer. @param status of HTTP: 200, 404 for a call that is not known, 500 for a failure */
    public record Answer(int status, byte[] body) {}

    /** Answers one call; a failure is an answer too. */
    public Answer answer(String path, byte[] body) {
        PluginType.Call call = calls.get(path);
        if (call == null) {
            return failure(404, EngineException.Kind.NOT_IMPLEMENTED, "no such method: " + path);
        }
        try {
            return new Answer(200, PluginJson.write(call.answer(body)));
        } catch (EngineException failure) {
            return failure(500, failure.kind(), String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            return failure(500, EngineException.Kind.SYSTEM, path.substring(1) + ": " + failure);
        }
    }

    private static Answer failure(int status, EngineException.Kind kind, String message) {
        return new Answer(status, PluginJson.write(PluginProtocol.Failure.of(kind, message)));
    }
}
