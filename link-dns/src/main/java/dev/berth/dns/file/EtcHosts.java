package dev.berth.dns.file;

import dev.berth.plugin.AddressText;
import dev.berth.plugin.name.HostFilesSpec;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of /etc/hosts, as Docker writes it; pure. */
final class EtcHosts {
    private static final List<String> FIXED = List.of(
            "127.0.0.1\tlocalhost",
            "::1\tlocalhost ip6-localhost ip6-loopback",
            "fe00::0\tip6-localnet",
            "ff00::0\tip6-mcastprefix",
            "ff02::1\tip6-allnodes",
            "ff02::2\tip6-allrouters");

    private EtcHosts() {}

    static String text(HostFilesSpec spec) {
        List<String> lines = new ArrayList<>(FIXED);
        spec.extraHosts().forEach(line -> lines.add(line(line)));
        spec.links().forEach(line -> lines.add(line(line)));
        lines.addAll(own(spec));
        return join(lines);
    }

    /**
     * The text with our lines of before replaced by those of now. A link's line is known by its alias, so that it is
     * found whatever address it had; lines that were not ours stay where they are.
     */
    static String updated(String text, HostFilesSpec before, HostFilesSpec after) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        Set<String> goneOwn = Set.copyOf(own(before));
        Set<String> aliases = before.links().stream().map(EtcHosts::alias).collect(Collectors.toSet());
        after.links().forEach(link -> aliases.add(alias(link)));
        int place = firstOf(lines, goneOwn, aliases);
        lines.removeIf(line -> goneOwn.contains(line) || aliases.contains(alias(line)));
        List<String> ours = new ArrayList<>();
        after.links().forEach(link -> ours.add(line(link)));
        ours.addAll(own(after));
        lines.addAll(Math.min(place, lines.size()), ours);
        return join(lines);
    }

    /** How many lines of others are before our first. */
    private static int firstOf(List<String> lines, Set<String> own, Set<String> aliases) {
        for (int i = 0; i < lines.size(); i++) {
            if (own.contains(lines.get(i)) || aliases.contains(alias(lines.get(i)))) {
                return i;
            }
        }
        return lines.size();
    }

    private static String join(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static List<String> own(HostFilesSpec spec) {
        String full = spec.fullName();
        int dot = full.indexOf('.');
        String names = dot > 0 ? full + " " + full.substring(0, dot) : full;
        return spec.addresses().stream()
                .map(address -> text(address) + "\t" + names)
                .toList();
    }

    private static String line(HostLine line) {
        return text(line.address()) + "\t" + String.join(" ", line.names());
    }

    private static String alias(HostLine link) {
        return link.names().isEmpty() ? "" : link.names().get(0);
    }

    /** The first name of a line that we may have written (one tab), or nothing that could be an alias. */
    private static String alias(String line) {
        int tab = line.indexOf('\t');
        if (tab < 1 || line.startsWith("#") || FIXED.contains(line)) {
            return "\n";
        }
        String names = line.substring(tab + 1);
        int space = names.indexOf(' ');
        return space < 0 ? names : names.substring(0, space);
    }

    private static String text(InetAddress address) {
        return AddressText.of(address);
    }
}
