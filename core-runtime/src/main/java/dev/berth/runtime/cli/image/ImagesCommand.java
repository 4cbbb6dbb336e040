package dev.berth.runtime.cli.image;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.Times;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ago;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Listing;
import dev.berth.runtime.cli.text.Sizes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code berth images}. */
public final class ImagesCommand implements Command {
    private static final String NONE = "<none>";

    @Override
    public Sheet sheet() {
        return Sheet.between(
                0,
                1,
                "[OPTIONS] [REPOSITORY[:TAG]]",
                "List images",
                Flag.toggle("all", "a", "Show all images (default hides intermediate images)"),
                Flag.toggle("digests", "", "Show digests"),
                Flag.value("filter", "f", "filter", "Filter output based on conditions provided"),
                Flag.value("format", "", "string", "Pretty-print images using a Go template"),
                Flag.toggle("no-trunc", "", "Don't truncate output"),
                Flag.toggle("quiet", "q", "Only show image IDs"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        Map<String, List<String>> filters = new LinkedHashMap<>(flags.filters("filter"));
        if (!flags.argument(0).isEmpty()) {
            filters.put("reference", List.of(flags.argument(0)));
        }
        List<JsonValue> images = context.engine()
                .call(Request.get("images", "json").flag("all", flags.on("all")).filters(filters))
                .items();
        boolean whole = flags.on("no-trunc");
        if (flags.on("quiet")) {
            Set<String> ids = new LinkedHashSet<>();
            images.forEach(
                    image -> rows(image, whole, Instant.EPOCH).forEach(row -> ids.add(String.valueOf(row.get("ID")))));
            ids.forEach(context::line);
            return 0;
        }
        List<String> columns = flags.on("digests")
                ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
                : List.of("Repository", "Tag", "ID", "CreatedSince", "Size");
        Listing listing = new Listing("*formatter.imageContext", headings(), columns);
        images.forEach(image -> rows(image, whole, Instant.now()).forEach(listing::add));
        context.out().print(listing.text(flags.text("format")));
        return 0;
    }

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("Repository", "REPOSITORY");
        headings.put("Tag", "TAG");
        headings.put("Digest", "DIGEST");
        headings.put("ID", "IMAGE ID");
        headings.put("CreatedSince", "CREATED");
        headings.put("CreatedAt", "CREATED AT");
        headings.put("Size", "SIZE");
        headings.put("Containers", "CONTAINERS");
        headings.put("VirtualSize", "SIZE");
        headings.put("SharedSize", "SHARED SIZE");
        headings.put("UniqueSize", "UNIQUE SIZE");
        return headings;
    }

    /** A row for each tag; one of {@code <none>} for an image without. */
    private static List<Map<String, Object>> rows(JsonValue image, boolean whole, Instant now) {
        List<String> tags = image.at("RepoTags").texts().stream()
                .filter(tag -> !tag.equals("<none>:<none>"))
                .toList();
        return (tags.isEmpty() ? List.of(repository(image) + ":" + NONE) : tags)
                .stream().map(tag -> row(image, Reference.of(tag), whole, now)).toList();
    }

    /** Of an image that is known by its digest alone. */
    private static String repository(JsonValue image) {
        List<String> digests = image.at("RepoDigests").texts();
        return digests.isEmpty()
                ? NONE
                : digests.get(0).substring(0, digests.get(0).indexOf('@'));
    }

    /** Engines before API 1.51 say -1 whatever it is. */
    private static String containers(JsonValue image) {
        long count = image.at("Containers").number();
        return count < 0 ? "N/A" : Long.toString(count);
    }

    private static Map<String, Object> row(JsonValue image, Reference tag, boolean whole, Instant now) {
        Instant created = Instant.ofEpochSecond(image.at("Created").number());
        String digest = image.at("RepoDigests").texts().stream()
                .filter(name -> name.startsWith(tag.repository() + "@"))
                .map(name -> name.substring(name.indexOf('@') + 1))
                .findFirst()
                .orElse(NONE);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Containers", containers(image));
        row.put("CreatedAt", Times.go(created, ZoneId.systemDefault()));
        row.put("CreatedSince", Ago.since(created, now));
        row.put("Digest", digest);
        row.put("ID", Ids.shown(image.at("Id").text(), whole));
        row.put("Repository", tag.repository());
        row.put("SharedSize", "N/A");
        row.put("Size", Sizes.human(image.at("Size").real()));
        row.put("Tag", tag.tag());
        row.put("UniqueSize", "N/A");
        row.put("VirtualSize", Sizes.human(image.at("Size").real()));
        return row;
    }
}
