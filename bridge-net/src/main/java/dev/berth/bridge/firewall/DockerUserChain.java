package dev.berth.bridge.firewall;

import dev.berth.linux.netlink.NfTables;
import dev.berth.linux.netlink.NfTables.Family;
import dev.berth.linux.nft.NftContext;
import dev.berth.linux.nft.NftException;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
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
    private static final String TABLE = "filter";
    private static final String USERS = "DOCKER-USER";
    private static final Pattern JUMP = Pattern.compile("jump " + OWN + " # handle (\\d+)");

    private final NftContext nft;
    private final NfTables tables;

    public DockerUserChain(NftContext nft, NfTables tables) {
        this.nft = nft;
        this.tables = tables;
    }

    /**
     * Lets packets of these bridges pass, and no longer those of others; does nothing where no dockerd filters.
     *
     * @param cause what it is done for, to be named if it fails
     */
    public synchronized void open(String cause, List<String> bridges) {
        each(cause, bridges, true);
    }

    /**
     * The same where a dockerd has made its filter since; the bridges are those that it was opened for last. Where none
     * filters, which is nearly everywhere, it costs one small request in each family.
     */
    public synchronized void reopen(String cause, List<String> bridges) {
        each(cause, bridges, false);
    }

    private void each(String cause, List<String> bridges, boolean anew) {
        for (Family family : Family.values()) {
            try {
                listed(family).ifPresent(users -> apply(family.word(), users, bridges, anew));
            } catch (NftException | ErrnoException refused) {
                throw new EngineException.SystemFailure(
                        cause + ": let bridges " + bridges + " pass " + family.word() + " chain " + USERS + ": "
                                + refused.getMessage(),
                        refused);
            }
        }
    }

    private Optional<String> listed(Family family) {
        if (!tables.hasChain(family, TABLE, USERS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(nft.listWithHandles("list chain " + family.word() + " " + TABLE + " " + USERS));
        } catch (NftException failure) {
            if (failure.says(Errno.ENOENT)) {
                return Optional.empty(); // it went meanwhile
            }
            throw failure;
        }
    }

    private void apply(String family, String users, List<String> bridges, boolean anew) {
        Matcher jump = JUMP.matcher(users);
        boolean jumps = jump.find();
        if (jumps && bridges.isEmpty()) {
            nft.run("delete rule " + family + " filter " + USERS + " handle " + jump.group(1) + "\ndelete chain "
                    + family + " filter " + OWN + "\n");
        } else if (!bridges.isEmpty() && (anew || !jumps)) {
            nft.run(rules(family, bridges, jumps));
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
