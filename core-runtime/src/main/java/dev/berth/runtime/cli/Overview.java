package dev.berth.runtime.cli;

import java.util.List;
import java.util.Optional;

/** The lists of commands that help shows. */
final class Overview {
    private record Entry(String name, String about) {}

    private static final List<Entry> GROUPS = List.of(
            new Entry("container", "Manage containers"),
            new Entry("dns", "See what names come to and who asks for them"),
            new Entry("image", "Manage images"),
            new Entry("link", "Manage links of containers"),
            new Entry("manifest", "Look at image manifests of registries"),
            new Entry("network", "Manage networks"),
            new Entry("plugin", "List and serve plugins"),
            new Entry("system", "Manage Berth"),
            new Entry("volume", "Manage volumes"));

    private Overview() {}

    static boolean isGroup(String name) {
        return GROUPS.stream().anyMatch(group -> group.name().equals(name));
    }

    /** Help of the program. */
    static String all(Sheet global) {
        StringBuilder text = new StringBuilder(4096)
                .append("\nUsage:  berth ")
                .append(global.usage())
                .append("\n\n")
                .append(global.about())
                .append("\n\nOptions:\n");
        HelpText.options(text, global.flags());
        text.append("\nManagement Commands:\n");
        GROUPS.forEach(group -> line(text, group.name(), group.about()));
        text.append("\nCommands:\n");
        Commands.names().stream().filter(name -> !name.contains(" ")).forEach(name -> line(text, name, about(name)));
        return text.append("\nRun 'berth COMMAND --help' for more information on a command.\n")
                .toString();
    }

    /** Help of a group. */
    static String group(String name) {
        StringBuilder text = new StringBuilder(1024)
                .append("\nUsage:  berth ")
                .append(name)
                .append(" COMMAND\n\n")
                .append(GROUPS.stream()
                        .filter(group -> group.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .about())
                .append("\n\nCommands:\n");
        Commands.names().stream()
                .filter(path -> path.startsWith(name + " "))
                .forEach(path -> line(text, path.substring(name.length() + 1), about(path)));
        return text.append("\nRun 'berth ")
                .append(name)
                .append(" COMMAND --help' for more information on a command.\n")
                .toString();
    }

    private static String about(String path) {
        Optional<Command> command = Commands.find(path);
        String about = command.orElseThrow().sheet().about();
        int sentence = about.indexOf(". ");
        return sentence < 0 ? about.lines().findFirst().orElse("") : about.substring(0, sentence);
    }

    private static void line(StringBuilder text, String name, String about) {
        text.append("  ")
                .append(name)
                .append(" ".repeat(Math.max(2, 12 - name.length())))
                .append(about)
                .append('\n');
    }
}
