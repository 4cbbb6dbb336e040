package dev.berth.runtime.cli.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chains of {@code nft list ruleset} and their rules. Pure.
 *
 * @param chains in the order in which nft prints them
 */
record Ruleset(List<Chain> chains) {
    private static final Pattern BRIDGES = Pattern.compile("set bridges \\{[^}]*elements = \\{([^}]*)}");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern TARGET = Pattern.compile("\\b(?:jump|goto) ([\\w.-]+)");

    Ruleset {
        chains = List.copyOf(chains);
    }

    /**
     * A chain.
     *
     * @param table with its family, {@code ip filter}
     * @param hook the line of its type, hook, priority and policy; empty if it is called by others only
     * @param rules as printed
     */
    record Chain(String table, String name, String hook, List<String> rules) {
        boolean isOnForward() {
            return hook.contains(" hook forward ");
        }

        boolean dropsTheRest() {
            return hook.contains("policy drop;");
        }

        String place() {
            return "table " + table + ", chain " + name;
        }
    }

    static Ruleset parse(String listed) {
        List<Chain> chains = new ArrayList<>();
        String table = "";
        String chain = "";
        String hook = "";
        List<String> rules = new ArrayList<>();
        for (String line : listed.lines().map(String::strip).toList()) {
            if (line.startsWith("table ")) {
                table = line.substring("table ".length(), line.indexOf('{')).strip();
            } else if (line.startsWith("chain ")) {
                chain = line.substring("chain ".length(), line.indexOf('{')).strip();
                hook = "";
                rules = new ArrayList<>();
            } else if (line.equals("}") && !chain.isEmpty()) {
                chains.add(new Chain(table, chain, hook, List.copyOf(rules)));
                chain = "";
            } else if (line.startsWith("type ") && !chain.isEmpty()) {
                hook = line;
            } else if (!chain.isEmpty() && !line.isEmpty()) {
                rules.add(line);
            }
        }
        return new Ruleset(chains);
    }

    /** The bridges that Berth's own table knows. */
    static Set<String> ownBridges(String listed) {
        Set<String> names = new HashSet<>();
        int own = listed.indexOf("table inet berth {");
        Matcher bridges = BRIDGES.matcher(own < 0 ? "" : listed.substring(own));
        if (bridges.find()) {
            QUOTED.matcher(bridges.group(1)).results().forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    /** The chain and all that it leads to, each once. */
    List<Chain> reachedFrom(Chain start) {
        Map<String, Chain> reached = new LinkedHashMap<>();
        List<Chain> next = List.of(start);
        while (!next.isEmpty()) {
            next.forEach(chain -> reached.put(chain.name(), chain));
            Set<String> targets = new HashSet<>();
            next.forEach(chain -> chain.rules()
                    .forEach(rule -> TARGET.matcher(rule).results().forEach(target -> targets.add(target.group(1)))));
            next = chains.stream()
                    .filter(chain -> chain.table().equals(start.table())
                            && targets.contains(chain.name())
                            && !reached.containsKey(chain.name()))
                    .toList();
        }
        return List.copyOf(reached.values());
    }
}
