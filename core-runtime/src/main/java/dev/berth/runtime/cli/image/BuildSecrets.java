package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code --secret id=NAME[,src=FILE | ,env=VARIABLE]}, as the engine takes them. */
final class BuildSecrets {
    /** What fits into a request's head beside the rest. */
    private static final int MOST = 40_000;

    private BuildSecrets() {}

    static String header(List<String> flags, Context context) {
        Map<String, Object> secrets = new LinkedHashMap<>();
        for (String flag : flags) {
            Map<String, String> fields = Flags.pairs(List.of(flag.split(",")));
            String id = fields.getOrDefault("id", "");
            if (id.isEmpty()) {
                throw new CliException(1, "invalid secret \"" + flag + "\": it needs an id");
            }
            secrets.put(id, Base64.getEncoder().encodeToString(value(id, fields, context)));
        }
        String header =
                Base64.getUrlEncoder().encodeToString(JsonText.compact(secrets).getBytes(StandardCharsets.UTF_8));
        if (header.length() > MOST) {
            throw new CliException(
                    1,
                    "the secrets are too large: they have " + header.length() + " bytes as they are sent, the limit is "
                            + MOST);
        }
        return header;
    }

    private static byte[] value(String id, Map<String, String> fields, Context context) {
        Optional<String> file = Optional.ofNullable(fields.getOrDefault("src", fields.get("source")));
        Optional<String> variable = Optional.ofNullable(fields.get("env"));
        if (file.isEmpty() && (variable.isPresent() || context.environment().containsKey(id))) {
            return context.environment().getOrDefault(variable.orElse(id), "").getBytes(StandardCharsets.UTF_8);
        }
        String path = file.orElseThrow(() ->
                new CliException(1, "invalid secret " + id + ": neither src nor env, nor a variable of that name"));
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException unreadable) {
            throw new CliException(1, "read secret " + id + " of " + path + ": " + unreadable.getMessage());
        }
    }
}
