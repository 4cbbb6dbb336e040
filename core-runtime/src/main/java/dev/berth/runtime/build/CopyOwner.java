package dev.berth.runtime.build;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.oci.Accounts;
import java.nio.file.Path;

/** Who owns what is copied. @param user id @param group id */
record CopyOwner(long user, long group) {
    /** Root, to whom everything of a context goes. */
    static final CopyOwner ROOT = new CopyOwner(0, 0);

    /**
     * {@code USER[:GROUP]}, names as the image's files have them; without a group that of the user's name or number.
     *
     * @throws EngineException.InvalidParameter there is none of that name
     */
    static CopyOwner parse(String text, Path root) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            throw wrong("invalid chown string format: " + text);
        }
        String group = parts.length > 1 ? parts[1] : parts[0];
        Accounts accounts = Accounts.of(root);
        long user = isNumber(parts[0])
                ? Long.parseLong(parts[0])
                : accounts.users().stream()
                        .filter(each -> each.name().equals(parts[0]))
                        .findFirst()
                        .orElseThrow(() -> wrong("can't find uid for user " + parts[0] + ": no such user: " + parts[0]))
                        .uid();
        long groupId = isNumber(group)
                ? Long.parseLong(group)
                : accounts.groups().stream()
                        .filter(each -> each.name().equals(group))
                        .findFirst()
                        .orElseThrow(() -> wrong("can't find gid for group " + group + ": no such group: " + group))
                        .gid();
        return new CopyOwner(user, groupId);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}");
    }

    private static EngineException wrong(String why) {
        return new EngineException.InvalidParameter("unable to convert uid/gid chown string to host mapping: " + why);
    }
}
