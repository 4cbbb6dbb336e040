package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.http.EngineError;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.image.ImagePull;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Creating a container as {@code run} and {@code create} do. */
final class Creation {
    private Creation() {}

    /** @return the container's id */
    static String create(Flags flags, Context context, Map<String, Object> body) throws IOException {
        flags.optional("cidfile").ifPresent(Creation::refuseExisting);
        checkPull(flags.text("pull"));
        if (context.engine().version().isAtLeast(44)) {
            CreateBody.takeOutOldPlaces(body, flags);
        }
        Request request = Request.post("containers", "create")
                .given("name", flags.text("name"))
                .given("platform", flags.text("platform"))
                .json(body);
        if (flags.text("pull").equals("always")) {
            ImagePull.pull(context, flags.argument(0), flags.text("platform"));
        }
        JsonValue created = createPulling(flags, context, request);
        created.at("Warnings").texts().forEach(warning -> context.err().print("WARNING: " + warning + "\n"));
        String id = created.at("Id").text();
        if (flags.has("cidfile")) {
            writeId(Path.of(flags.text("cidfile")), id);
        }
        return id;
    }

    private static void checkPull(String policy) {
        if (!List.of("always", "missing", "never").contains(policy)) {
            throw new CliException(
                    1, "invalid pull option: '" + policy + "': must be one of \"always\", \"missing\" or \"never\"");
        }
    }

    private static JsonValue createPulling(Flags flags, Context context, Request request) throws IOException {
        try {
            return context.engine().call(request);
        } catch (EngineError refused) {
            boolean missing = refused.status() == 404 && refused.text().startsWith("No such image");
            if (!missing || !flags.text("pull").equals("missing")) {
                throw refused;
            }
            context.err().print("Unable to find image '" + ImagePull.withTag(flags.argument(0)) + "' locally\n");
            ImagePull.pull(context, flags.argument(0), flags.text("platform"));
            return context.engine().call(request);
        }
    }

    private static void refuseExisting(String file) {
        if (Files.exists(Path.of(file))) {
            throw new CliException(
                    1, "Container ID file found, make sure the other container isn't running or delete " + file);
        }
    }

    private static void writeId(Path file, String id) throws IOException {
        try {
            Files.writeString(file, id, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException appeared) {
            throw new CliException(1, "Failed to write the container ID to the file: " + file + " exists");
        }
    }
}
