package dev.berth.runtime.cli.doctor;

import dev.berth.runtime.cli.doctor.Ruleset.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What other programs' packet filters drop of what is forwarded. A drop is final whoever says it, so Berth's own accept
 * does not help against it. Pure.
 *
 * @param isBridge tells of a link of this host whether it is a bridge
 */
record ForeignFilters(Predicate<String> isBridge) {
    private static final int MOST_RULES = 12;
    private static final Pattern DROPS = Pattern.compile("\\b(drop|reject)\\b");
    private static final Pattern INVALID_ONLY = Pattern.compile("ct state invalid\\b|\\binvalid : drop\\b");
    private static final Pattern LINK = Pattern.compile("\\b[io]ifname \"([^\"]+)\"");
    private static final String DOCKER_USER = "DOCKER-USER";

    /** @param listed what {@code nft list ruleset} prints */
    List<Finding> look(String listed) {
        Ruleset ruleset = Ruleset.parse(listed);
        Set<String> own = Ruleset.ownBridges(listed);
        List<Finding> findings = new ArrayList<>();
        for (Chain base : ruleset.chains()) {
            if (base.isOnForward() && !base.table().endsWith(" berth")) {
                findings.addAll(policy(ruleset, base, own));
                findings.addAll(rules(ruleset, base, own));
            }
        }
        return shortened(findings);
    }

    private static List<Finding> policy(Ruleset ruleset, Chain base, Set<String> own) {
        if (!base.dropsTheRest()) {
            return List.of();
        }
        boolean dockerd = ruleset.reachedFrom(base).stream()
                .anyMatch(chain -> chain.name().equals(DOCKER_USER));
        return List.of(
                dockerd
                        ? Finding.ok(
                                "firewall",
                                base.place() + " drops what is forwarded; Berth's bridges pass by dockerd's chain "
                                        + DOCKER_USER)
                        : Finding.warning(
                                "firewall",
                                base.place() + " drops what is forwarded unless a rule of its own accepts it",
                                advice(base, own)));
    }

    private List<Finding> rules(Ruleset ruleset, Chain base, Set<String> own) {
        List<Finding> findings = new ArrayList<>();
        for (Chain chain : ruleset.reachedFrom(base)) {
            chain.rules().stream()
                    .filter(rule -> concerns(rule, own))
                    .forEach(rule -> findings.add(Finding.warning(
                            "firewall", chain.place() + " drops what is forwarded: " + rule, advice(base, own))));
        }
        return findings;
    }

    /** False also for rules about other programs' bridges, to which containers of Berth's have no claim. */
    private boolean concerns(String rule, Set<String> own) {
        String verdicts = INVALID_ONLY.matcher(rule).find() ? "" : rule;
        return DROPS.matcher(verdicts).find()
                && LINK.matcher(rule)
                        .results()
                        .map(link -> link.group(1))
                        .noneMatch(link -> isBridge.test(link) && !own.contains(link));
    }

    private static String advice(Chain base, Set<String> own) {
        String bridges = own.isEmpty() ? "\"docker0\", \"br-*\"" : quoted(own);
        String insert = "nft insert rule " + base.table() + " " + base.name();
        return "published ports and traffic out of containers may stop there; let them pass before it: " + insert
                + " oifname { " + bridges + " } accept; " + insert + " iifname { " + bridges + " } accept";
    }

    private static String quoted(Set<String> names) {
        return String.join(
                ", ", names.stream().sorted().map(name -> '"' + name + '"').toList());
    }

    private static List<Finding> shortened(List<Finding> findings) {
        if (findings.size() <= MOST_RULES) {
            return findings;
        }
        List<Finding> first = new ArrayList<>(findings.subList(0, MOST_RULES));
        first.add(Finding.warning(
                "firewall",
                findings.size() - MOST_RULES + " further rules that drop what is forwarded",
                "nft list ruleset shows them"));
        return first;
    }
}
