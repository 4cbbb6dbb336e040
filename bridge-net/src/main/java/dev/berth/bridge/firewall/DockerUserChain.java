package dev.berth.bridge.firewall;

import dev.berth.linux.nft.NftContext;
import dev.berth.linux.nft.NftException;
import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way through dockerd's packet filter, which drops whatever is forwarded and is not of its own bridges. dockerd keeps
 * the chain {@code DOCKER-USER} for the rules of others and asks it first; where that chain is, it is given one jump to a
 * chain of ours, in words that {@code iptables} can read too. What may reach our bridges is decided in our own tables;
 * what leaves them for Docker's bridges is left to Docker. The lock, the object itself, keeps changes apart.
 *
 * @see <a href="https://docs.docker.com/engine/network/packet-filtering-firewalls/">Docker on DOCKER-USER</a>
 */
public final class DockerUserChain {
    private static final String OWN = "BERTH";
    private static final String USERS = "DOCKER-USER";
    private static final List<String> FAMILIES = List.of("ip", "ip6");
    private static final Pattern JUMP = Pattern.compile("jump " + OWN + " # handle (\\d+)");

    private final NftContext nft;

    public DockerUserChain(NftContext nft) {
        this.nft = nft;
    }

    /** Lets packets of these bridges pass, and no longer those of others; does nothing where no dockerd filters. */
    public synchronized void open(List<String> bridges) {
        FAMILIES.forEach(family -> listed(family).ifPresent(users -> apply(family, users, bridges)));
    }

    private Optional<String> listed(String family) {
        try {
            return Optional.of(nft.listWithHandles("list chain " + family + " filter " + USERS));
        } catch (NftException absent) {
            return Optional.empty();
        }
    }

    private void apply(String family, String users, List<String> bridges) {
        Matcher jump = JUMP.matcher(users);
        boolean jumps = jump.find();
        try {
            if (!bridges.isEmpty()) {
                nft.run(rules(family, bridges, jumps));
            } else if (jumps) {
                nft.run("delete rule " + family + " filter " + USERS + " handle " + jump.group(1) + "\ndelete chain "
                        + family + " filter " + OWN + "\n");
            }
        } catch (NftException refused) {
            throw new EngineException.SystemFailure(
                    "let bridges " + bridges + " pass " + family + " chain " + USERS + ": " + refused.getMessage(),
                    refused);
        }
    }

    /** All rules anew, in one transaction. */
    static String rules(String family, List<String> bridges, boolean jumps) {
        String chain = family + " filter " + OWN;
        StringBuilder text = new StringBuilder("add chain " + chain + "\nflush chain " + chain + "\n");
        bridges.forEach(bridge -> text.append("add rule ")
                .append(chain)
                .append(" oifname \"")
                .append(bridge)
                .append("\" counter accept\n"));
        for (String bridge : bridges) {
            String from = "add rule " + chain + " iifname \"" + bridge + "\"";
            text.append(from).append(" oifname \"docker0\" counter return\n");
            text.append(from).append(" oifname \"br-*\" counter return\n");
            text.append(from).append(" counter accept\n");
        }
        if (!jumps) {
            text.append("insert rule ")
                    .append(family)
                    .append(" filter ")
                    .append(USERS)
                    .append(" counter jump ")
                    .append(OWN)
                    .append('\n');
        }
        return text.toString();
    }
}
