package dev.berth.runtime.cli.volume;

import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.container.GoDuration;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What commands on a repository of backups have in common. */
final class RepositoryCall {
    private static final int SHORT_ID = 12;

    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Flags flags;

    /** @param flags with {@link #repository()} among them */
    RepositoryCall(Flags flags) {
        this.flags = flags;
        body.put("Repository", repository(flags));
    }

    /** The flag that says which repository. */
    static Flag repository() {
        return Flag.value("repo", "", "dir", "Repository on the engine's host (default: backups in its data root)");
    }

    /** The flag that says for how long containers may be frozen. */
    static Flag maxFreeze(String usage) {
        return Flag.value("max-freeze", "", "duration", usage).or("1s");
    }

    /** Absolute, as the engine has another working directory; empty for the engine's own. */
    static String repository(Flags flags) {
        return flags.optional("repo")
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .orElse("");
    }

    static String shortId(JsonValue backup) {
        String id = backup.at("Id").text();
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    RepositoryCall put(String name, Object value) {
        body.put(name, value);
        return this;
    }

    RepositoryCall text(String name, String flag) {
        return put(name, flags.text(flag));
    }

    RepositoryCall number(String name, String flag) {
        return put(name, flags.number(flag));
    }

    RepositoryCall toggle(String name, String flag) {
        return put(name, flags.on(flag));
    }

    RepositoryCall maxFreeze() {
        return put("MaxFreezeMilliseconds", TimeUnit.NANOSECONDS.toMillis(flags.read("max-freeze", GoDuration::nanos)));
    }

    /** Sends it to {@code /berth/v1/backups} or what is below that. */
    JsonValue send(Context context, String... below) throws IOException {
        List<String> path = new ArrayList<>(List.of("berth", "v1", "backups"));
        path.addAll(List.of(below));
        return context.engine().call(Request.post(path.toArray(String[]::new)).json(body));
    }
}
