package dev.berth.runtime.cli.container;

import dev.berth.runtime.cli.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Ports of a container as a cell of {@code ps}; neighbours are joined to ranges. */
final class PortList {
    private PortList() {}

    /** A run of ports that can be shown as one. */
    private record Run(String address, String protocol, long inside, long outside, long length) {
        boolean takes(Run next) {
            boolean follows = outside == 0 ? next.outside == 0 : next.outside == outside + length;
            return address.equals(next.address)
                    && protocol.equals(next.protocol)
                    && next.inside == inside + length
                    && follows;
        }

        Run longer() {
            return new Run(address, protocol, inside, outside, length + 1);
        }

        String text() {
            String container = range(inside) + "/" + protocol;
            if (outside == 0) {
                return container;
            }
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + range(outside) + "->" + container;
        }

        private String range(long first) {
            return length == 1 ? String.valueOf(first) : first + "-" + (first + length - 1);
        }
    }

    static String text(List<JsonValue> ports) {
        List<Run> single = new ArrayList<>();
        for (JsonValue port : ports) {
            single.add(new Run(
                    port.at("IP").text(),
                    port.at("Type").text(),
                    port.at("PrivatePort").number(),
                    port.at("PublicPort").number(),
                    1));
        }
        single.sort(Comparator.comparing((Run run) -> run.protocol)
                .thenComparing(run -> run.outside == 0 ? 0 : 1)
                .thenComparing(run -> run.address)
                .thenComparing(run -> run.inside)
                .thenComparing(run -> run.outside));
        List<Run> joined = new ArrayList<>();
        for (Run run : single) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).takes(run)) {
                joined.set(last, joined.get(last).longer());
            } else {
                joined.add(run);
            }
        }
        joined.sort(
                Comparator.comparing((Run run) -> run.inside).thenComparing(run -> run.address.contains(":") ? 1 : 0));
        return String.join(", ", joined.stream().map(Run::text).toList());
    }
}
