package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonStream;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.registry.LoginStore;
import java.io.IOException;
import java.util.Optional;

/** Asking the engine for an image it does not have. */
public final class ImagePull {
    private ImagePull() {}

    /** The reference with the tag it stands for. */
    public static String withTag(String reference) {
        boolean tagged = reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
        return tagged ? reference : reference + ":latest";
    }

    /** The request, with what Docker's command knows of logins. @param full with a tag, a digest, or neither for all tags */
    static Request request(Context context, String full, String platform) throws IOException {
        int colon = full.lastIndexOf(':') > full.lastIndexOf('/') ? full.lastIndexOf(':') : full.length();
        int split = full.contains("@") ? full.indexOf('@') : colon;
        return Request.post("images", "create")
                .with("fromImage", full.substring(0, split))
                .given("tag", full.substring(Math.min(full.length(), split + 1)))
                .given("platform", platform)
                .header("X-Registry-Auth", LoginStore.header(full, context.environment()));
    }

    /**
     * Pulls, showing what the engine reports on stderr.
     *
     * @throws CliException with the engine's reason if it cannot
     */
    public static void pull(Context context, String reference, String platform) throws IOException {
        Request request = request(context, withTag(reference), platform);
        try (Answer answer = context.engine().open(request);
                JsonStream progress = JsonText.stream(answer.body())) {
            for (Optional<JsonValue> next = progress.next(); next.isPresent(); next = progress.next()) {
                String error = next.get().at("error").text();
                if (!error.isEmpty()) {
                    throw new CliException(1, error);
                }
                String status = next.get().at("status").text();
                if (!status.isEmpty()
                        && next.get().at("progressDetail", "total").isAbsent()) {
                    context.err().print(Progress.line(next.get()) + "\n");
                }
            }
        }
    }
}
