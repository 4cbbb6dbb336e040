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
import java.util.stream.Stream;

/**
 * All that a user could see of what a driver did to a host, a line for each thing, less what changes by itself: timers,
 * whether a bridge has a carrier yet, tracked connections over TCP, which end by themselves.
 *
 * @param lines each with what it is first: a link, an address, a route, a neighbour, a rule, a port, a file, a flow
 */
record HostImage(List<String> lines) {
    private static final String SHOW = """
            show() { sed "s|^|$1: |"; }
            ip -d -o link | show link
            ip -o address show scope global | show address
            ip route | show route
            ip -6 route | grep -vE '^(fe80|ff00)' | show route
            ip neighbour | grep -vE 'FAILED|INCOMPLETE|dev up0|^fe80' | show neighbour
            nft --stateless list ruleset | show rule
            cat /proc/net/tcp /proc/net/tcp6 | awk '$4 == "0A" {print $2}' | sort | show 'listening socket'
            cat /proc/net/udp /proc/net/udp6 | awk '$4 == "07" {print $2}' | sort | show 'datagram socket'
            """;
    private static final String CHANGES_BY_ITSELF =
            "(_timer|_change|_detected) +[0-9.]+|<[A-Z_,-]+>|state [A-Z]+|linkdown ?|tentative ?|optimistic ?";

    HostImage {
        lines = List.copyOf(lines);
    }

    /** @param directory where the driver's {@code data} and {@code run} are */
    static HostImage of(NetNs namespace, Path directory) {
        List<String> lines = new ArrayList<>();
        Iproute2.in(namespace)
                .run("sh", "-c", SHOW)
                .text()
                .lines()
                .map(line -> line.replaceAll(CHANGES_BY_ITSELF, "").stripTrailing())
                .forEach(lines::add);
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
