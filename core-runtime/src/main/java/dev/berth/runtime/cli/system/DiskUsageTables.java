package dev.berth.runtime.cli.system;

import dev.berth.runtime.cli.image.Reference;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.text.Ago;
import dev.berth.runtime.cli.text.Ids;
import dev.berth.runtime.cli.text.Sizes;
import dev.berth.runtime.cli.text.Table;
import java.time.Instant;
import java.util.List;

/** What {@code berth system df -v} prints: every image, container and volume with the space that it takes. */
final class DiskUsageTables {
    private DiskUsageTables() {}

    /** @param usage what {@code GET /system/df} answers */
    static String text(JsonValue usage, Instant now) {
        return "Images space usage:\n\n" + images(usage.at("Images").items(), now)
                + "\nContainers space usage:\n\n"
                + containers(usage.at("Containers").items(), now)
                + "\nLocal Volumes space usage:\n\n"
                + volumes(usage.at("Volumes").items())
                + "\nBuild cache usage: 0B\n\n"
                + new Table("CACHE ID", "CACHE TYPE", "SIZE", "CREATED", "LAST USED", "USAGE", "SHARED").text();
    }

    private static String images(List<JsonValue> images, Instant now) {
        Table table = new Table(
                "REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE", "SHARED SIZE", "UNIQUE SIZE", "CONTAINERS");
        for (JsonValue image : images) {
            double size = image.at("Size").real();
            double shared = Math.max(0, image.at("SharedSize").real());
            List<String> tags = image.at("RepoTags").texts();
            Reference tag = Reference.of(tags.isEmpty() ? "<none>:<none>" : tags.get(0));
            table.add(List.of(
                    tag.repository(),
                    tag.tag(),
                    Ids.shown(image.at("Id").text(), false),
                    ago(image, now),
                    Sizes.human(size),
                    Sizes.human(shared),
                    Sizes.precise(size - shared),
                    String.valueOf(Math.max(0, image.at("Containers").number()))));
        }
        return table.text();
    }

    private static String containers(List<JsonValue> containers, Instant now) {
        Table table =
                new Table("CONTAINER ID", "IMAGE", "COMMAND", "LOCAL VOLUMES", "SIZE", "CREATED", "STATUS", "NAMES");
        for (JsonValue container : containers) {
            String image = container.at("Image").text();
            table.add(List.of(
                    Ids.shown(container.at("Id").text(), false),
                    image.startsWith("sha256:") ? Ids.shown(image, false) : image,
                    JsonText.compact(Ids.ellipsis(container.at("Command").text(), 20)),
                    String.valueOf(container.at("Mounts").items().stream()
                            .filter(mount -> mount.at("Driver").text().equals("local"))
                            .count()),
                    Sizes.human(container.at("SizeRw").real()),
                    ago(container, now),
                    container.at("Status").text(),
                    String.join(
                            ",",
                            container.at("Names").texts().stream()
                                    .map(name -> name.startsWith("/") ? name.substring(1) : name)
                                    .toList())));
        }
        return table.text();
    }

    private static String volumes(List<JsonValue> volumes) {
        Table table = new Table("VOLUME NAME", "LINKS", "SIZE");
        for (JsonValue volume : volumes) {
            double size = volume.at("UsageData", "Size").real();
            table.add(List.of(
                    volume.at("Name").text(),
                    String.valueOf(volume.at("UsageData", "RefCount").number()),
                    size < 0 ? "N/A" : Sizes.human(size)));
        }
        return table.text();
    }

    private static String ago(JsonValue made, Instant now) {
        return Ago.since(Instant.ofEpochSecond(made.at("Created").number()), now);
    }
}
