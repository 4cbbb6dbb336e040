package dev.berth.runtime.cli.demo;

import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A picture in text of who is on which network, who is linked to whom, and who mounts what. */
final class Picture {
    private static final int ID = 12;

    private final Map<String, List<String>> networks = new TreeMap<>();
    private final List<String> links = new ArrayList<>();
    private final Map<String, List<String>> volumes = new TreeMap<>();

    private Picture() {}

    /** Draws all containers of the engine. */
    static String of(Context context) throws IOException {
        Picture picture = new Picture();
        for (JsonValue one : context.engine()
                .call(Request.get("containers", "json").with("all", "1"))
                .items()) {
            picture.add(
                    context.engine().call(Request.get("containers", one.at("Id").text(), "json")));
        }
        return picture.text();
    }

    /** Adds a container as inspect describes it. */
    private void add(JsonValue container) {
        String name = bare(container.at("Name").text());
        boolean running = container.at("State", "Running").truth();
        container.at("NetworkSettings", "Networks").fields().forEach((network, endpoint) -> {
            if (running) {
                line(networks, network, name + " " + endpoint.at("IPAddress").text());
            }
        });
        for (String link : container.at("HostConfig", "Links").texts()) {
            String[] ends = link.split(":");
            String alias = ends[1].substring(ends[1].lastIndexOf('/') + 1);
            links.add(name + " --[" + alias + "]--> " + bare(ends[0]));
        }
        for (JsonValue mount : container.at("Mounts").items()) {
            String volume = mount.at("Name").text();
            String source = volume.isEmpty() ? mount.at("Source").text() : cut(volume);
            line(volumes, source, name + ":" + mount.at("Destination").text() + (running ? "" : " (stopped)"));
        }
    }

    private static void line(Map<String, List<String>> all, String key, String value) {
        all.computeIfAbsent(key, fresh -> new ArrayList<>()).add(value);
    }

    private static String bare(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static String cut(String volume) {
        return volume.length() == 64 ? volume.substring(0, ID) : volume;
    }

    private String text() {
        StringBuilder text = new StringBuilder(1024);
        tree(text, "network ", networks);
        links.forEach(link -> text.append("link ").append(link).append('\n'));
        tree(text, "volume ", volumes);
        return text.toString();
    }

    private static void tree(StringBuilder text, String kind, Map<String, List<String>> branches) {
        branches.forEach((name, leaves) -> {
            text.append(kind).append(name).append('\n');
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                text.append(leaf == leaves.size() - 1 ? "  `-- " : "  |-- ")
                        .append(leaves.get(leaf))
                        .append('\n');
            }
        });
    }
}
