package dev.berth.dns.file;

import dev.berth.plugin.AddressText;
import dev.berth.plugin.name.HostFilesSpec.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of /etc/resolv.conf, as Docker writes it; pure.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/resolv.conf.5.html">resolv.conf(5)</a>
 */
final class ResolvConf {
    private static final List<String> FALLBACK = List.of("8.8.8.8", "8.8.4.4");
    private static final List<String> FALLBACK_V6 = List.of("2001:4860:4860::8888", "2001:4860:4860::8844");
    private static final String EMBEDDED = "127.0.0.11";

    private ResolvConf() {}

    /**
     * What the container is to read.
     *
     * @param host the host's file
     * @param v6 whether the container reaches servers by IPv6
     */
    static String text(Resolver resolver, String host, boolean v6) {
        boolean asked = !resolver.servers().isEmpty()
                || !resolver.search().isEmpty()
                || !resolver.options().isEmpty();
        if (!asked && !resolver.embedded()) {
            return filtered(host, v6);
        }
        List<String> search = resolver.search().isEmpty() ? lastWords(host, "search") : resolver.search();
        List<String> options =
                new ArrayList<>(resolver.options().isEmpty() ? lastWords(host, "options") : resolver.options());
        if (resolver.embedded()) {
            if (options.stream().noneMatch(option -> option.startsWith("ndots:"))) {
                options.add("ndots:0");
            }
            return build(search, List.of(EMBEDDED), options);
        }
        return build(search, servers(resolver, host, v6), options);
    }

    private static List<String> servers(Resolver resolver, String host, boolean v6) {
        return resolver.servers().isEmpty()
                ? nameservers(filtered(host, v6))
                : resolver.servers().stream().map(AddressText::of).toList();
    }

    private static String build(List<String> search, List<String> servers, List<String> options) {
        StringBuilder text = new StringBuilder();
        if (!search.isEmpty() && !search.equals(List.of("."))) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
        if (!options.isEmpty()) {
            text.append("options ").append(String.join(" ", options)).append('\n');
        }
        return text.toString();
    }

    /** The host's text without servers that a container cannot reach; with Google's if none is left. */
    private static String filtered(String host, boolean v6) {
        String kept = host.lines()
                .filter(line -> !isUnreachable(line, v6))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        if (!nameservers(kept).isEmpty()) {
            return kept;
        }
        List<String> servers = new ArrayList<>(FALLBACK);
        if (v6) {
            servers.addAll(FALLBACK_V6);
        }
        return kept
                + servers.stream().map(server -> "nameserver " + server + "\n").collect(Collectors.joining());
    }

    private static boolean isUnreachable(String line, boolean v6) {
        List<String> servers = nameservers(line);
        return !servers.isEmpty()
                && (servers.get(0).startsWith("127.")
                        || servers.get(0).equals("::1")
                        || !v6 && servers.get(0).contains(":"));
    }

    static List<String> nameservers(String text) {
        return text.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
                .map(words -> words[1])
                .toList();
    }

    /** The words after the last line that begins so: that one counts. */
    private static List<String> lastWords(String text, String keyword) {
        List<String> found = List.of();
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.get(0).equals(keyword)) {
                found = words.subList(1, words.size());
            }
        }
        return found;
    }
}
