package dev.berth.runtime.oci;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who a process runs as.
 *
 * @param uid,gid 0..2147483647
 * @param groups the supplementary groups, the primary one among them
 * @param home of the passwd entry, {@code /} if there is none
 */
record ContainerUser(int uid, int gid, List<Integer> groups, String home) {
    ContainerUser {
        groups = List.copyOf(groups);
    }

    /**
     * Finds what {@code USER[:GROUP]} means in a container, each a name or a number.
     *
     * @param text empty for root
     * @param groupAdd more groups, names or numbers
     * @throws EngineException.InvalidParameter a name that the files do not have, with Docker's text
     */
    static ContainerUser of(String text, List<String> groupAdd, Accounts accounts) {
        int colon = text.indexOf(':');
        String userPart = colon < 0 ? text : text.substring(0, colon);
        String groupPart = colon < 0 ? "" : text.substring(colon + 1);
        Optional<Accounts.User> entry = accounts.user(userPart.isEmpty() ? "0" : userPart);
        int uid = entry.isPresent()
                ? entry.get().uid()
                : number(userPart)
                        .orElseThrow(() -> new EngineException.InvalidParameter(
                                "unable to find user " + userPart + ": no matching entries in passwd file"));
        int gid = groupPart.isEmpty() ? entry.map(Accounts.User::gid).orElse(0) : group(groupPart, accounts);
        Set<Integer> groups = new LinkedHashSet<>(List.of(gid));
        if (groupPart.isEmpty()) {
            entry.ifPresent(user -> groups.addAll(accounts.groupsOf(user.name())));
        }
        groupAdd.forEach(name -> groups.add(group(name, accounts)));
        return new ContainerUser(
                uid,
                gid,
                new ArrayList<>(groups),
                entry.map(Accounts.User::home).orElse("/"));
    }

    private static int group(String text, Accounts accounts) {
        OptionalInt known = accounts.group(text);
        return known.isPresent()
                ? known.getAsInt()
                : number(text)
                        .orElseThrow(() -> new EngineException.InvalidParameter(
                                "unable to find group " + text + ": no matching entries in group file"));
    }

    private static Optional<Integer> number(String text) {
        if (text.isEmpty()) {
            return Optional.of(0);
        }
        if (!text.matches("-?[0-9]+")) {
            return Optional.empty();
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= 0) {
                return Optional.of(value);
            }
        } catch (NumberFormatException tooBig) {
            throw outOfRange(tooBig);
        }
        throw outOfRange(new NumberFormatException(text));
    }

    private static EngineException outOfRange(NumberFormatException cause) {
        return new EngineException.InvalidParameter("uids and gids must be in range 0-2147483647", cause);
    }
}
