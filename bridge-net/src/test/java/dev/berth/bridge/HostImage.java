package dev.berth.bridge;

import dev.berth.linux.netlink.Conntrack;
import dev.berth.linux.netlink.Flow;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that a user could see of what a driver did to a host, a line for each thing, less what changes by itself: timers,
 * whether a bridge has a carrier yet, tracked connections over TCP, which end by themselves; and less what the kernel
 * chose by chance: numbers of links, hardware addresses of the host's ends of pairs.
 *
 * @param lines each with what it is first: a link, an address, a route, a neighbour, a rule, a port, a file, a flow
 */
record HostImage(List<String> lines) {
    private static final String SHOW = """
            echo '# link'; ip -d -o link
            echo '# address'; ip -o address show scope global
            echo '# route'; ip route; ip -6 route
            echo '# neighbour'; ip neighbour
            echo '# rule'; nft --stateless list ruleset
            echo '# listening socket'; cat /proc/net/tcp /proc/net/tcp6
            echo '# datagram socket'; cat /proc/net/udp /proc/net/udp6
            """;

    /** The lines of a kind that are looked at; all, if it is not here. */
    private static final Map<String, Predicate<String>> SHOWN = Map.of(
            "route", line -> !line.matches("(fe80|ff00).*"),
            "neighbour", line -> !line.matches(".*(FAILED|INCOMPLETE|dev up0).*|fe80.*"),
            "listening socket", line -> line.matches(" *\\d+: \\S+ \\S+ 0A .*"),
            "datagram socket", line -> line.matches(" *\\d+: \\S+ \\S+ 07 .*"));

    /** Of a line that has more: the address of a socket. */
    private static final String SOCKET = "(?<=socket: ) *\\d+: (\\S+) .*";

    private static final String CHANGES_BY_ITSELF =
            "(_timer|_change|_detected) +[0-9.]+|<[A-Z_,-]+>|state [A-Z]+|linkdown ?|tentative ?|optimistic ?";
    private static final String BY_CHANCE =
            "(?<=^(link|address): )\\d+: |@if\\d+(?=: )|(?<=: veth.{0,200}link/ether )[0-9a-f:]+";

    HostImage {
        lines = List.copyOf(lines);
    }

    /** @param directory where the driver's {@code data} and {@code run} are */
    static HostImage of(NetNs namespace, Path directory) {
        List<String> lines = new ArrayList<>();
        String kind = "";
        for (String line : Iproute2.in(namespace).run("sh", "-c", SHOW).text().split("\n")) {
            if (line.startsWith("# ")) {
                kind = line.substring(2);
            } else if (SHOWN.getOrDefault(kind, any -> true).test(line)) {
                lines.add((kind + ": " + line)
                        .replaceAll(CHANGES_BY_ITSELF, "")
                        .replaceAll(BY_CHANCE, "")
                        .replaceAll(SOCKET, "$1")
                        .stripTrailing());
            }
        }
        files(directory.resolve("data"), lines);
        files(directory.resolve("run"), lines);
        lines.addAll(translated(namespace));
        return new HostImage(lines);
    }

    private static void files(Path directory, List<String> lines) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> lines.add("file: " + file + " " + body(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Without the comment that says when it was written. */
    private static List<String> body(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The datagram flows that somebody else answers than they were meant for. */
    private static List<String> translated(NetNs namespace) {
        try (Conntrack conntrack = Conntrack.open(namespace)) {
            return conntrack.flows().stream()
                    .filter(flow -> flow.protocol() == Flow.UDP)
                    .filter(flow -> !flow.answers().equals(flow.destination()))
                    .map(flow -> "flow: " + flow)
                    .toList();
        }
    }

    /** What came since and what went, {@code left: ...} and {@code gone: ...}; empty if all is as it was. */
    List<String> changesTo(HostImage now) {
        List<String> changes = new ArrayList<>();
        without(now.lines, lines).forEach(line -> changes.add("left: " + line));
        without(lines, now.lines).forEach(line -> changes.add("gone: " + line));
        return changes;
    }

    private static List<String> without(List<String> all, List<String> known) {
        List<String> rest = new ArrayList<>(all);
        known.forEach(rest::remove);
        return rest;
    }
}
