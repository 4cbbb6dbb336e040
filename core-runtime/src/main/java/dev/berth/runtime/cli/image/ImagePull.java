package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Answer;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonStream;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
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

    /**
     * Pulls, showing what the engine reports on stderr.
     *
     * @throws CliException with the engine's reason if it cannot
     */
    public static void pull(Context context, String reference) throws IOException {
        String full = withTag(reference);
        int split = full.contains("@") ? full.indexOf('@') : full.lastIndexOf(':');
        Request request = Request.post("images", "create")
                .with("fromImage", full.substring(0, split))
                .with("tag", full.substring(split + 1));
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
                    context.err().print(status + "\n");
                }
            }
        }
    }
}
