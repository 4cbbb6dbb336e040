package dev.berth.runtime.oci;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The accounts of a root file system: its {@code /etc/passwd} and {@code /etc/group}. Lines that do not have their
 * shape are passed over, missing files are empty.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/passwd.5.html">passwd(5)</a>
 * @see <a href="https://man7.org/linux/man-pages/man5/group.5.html">group(5)</a>
 */
public record Accounts(List<User> users, List<Group> groups) {
    public Accounts {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }

    /** A line of {@code /etc/passwd}. */
    public record User(String name, int uid, int gid, String home) {}

    /** A line of {@code /etc/group}. */
    public record Group(String name, int gid, List<String> members) {}

    /** Reads the files of a root file system, following links inside of it only. */
    public static Accounts of(Path rootfs) {
        return new Accounts(
                lines(rootfs, "etc/passwd")
                        .flatMap(line -> readUser(line).stream())
                        .toList(),
                lines(rootfs, "etc/group")
                        .flatMap(line -> readGroup(line).stream())
                        .toList());
    }

    /** By name, or else by number. */
    public Optional<User> user(String nameOrId) {
        return users.stream()
                .filter(user -> user.name().equals(nameOrId)
                        || Integer.toString(user.uid()).equals(nameOrId))
                .findFirst();
    }

    /** The number of the group of this name or number. */
    public OptionalInt group(String nameOrId) {
        return groups.stream()
                .filter(group -> group.name().equals(nameOrId)
                        || Integer.toString(group.gid()).equals(nameOrId))
                .mapToInt(Group::gid)
                .findFirst();
    }

    /** Groups that list the user. */
    public List<Integer> groupsOf(String userName) {
        return groups.stream()
                .filter(group -> group.members().contains(userName))
                .map(Group::gid)
                .toList();
    }

    private static Stream<String> lines(Path rootfs, String file) {
        Optional<Path> path = InRoot.resolve(rootfs, file).filter(Files::isRegularFile);
        if (path.isEmpty()) {
            return Stream.empty();
        }
        try {
            return Files.readString(path.get(), StandardCharsets.ISO_8859_1).lines();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read /" + file + " of the container: " + failure, failure);
        }
    }

    private static Optional<User> readUser(String line) {
        String[] field = line.strip().split(":", -1);
        if (field.length < 4 || !isId(field[2]) || !isId(field[3])) {
            return Optional.empty();
        }
        String home = field.length > 5 && !field[5].isEmpty() ? field[5] : "/";
        return Optional.of(new User(field[0], Integer.parseInt(field[2]), Integer.parseInt(field[3]), home));
    }

    private static Optional<Group> readGroup(String line) {
        String[] field = line.strip().split(":", -1);
        if (field.length < 3 || !isId(field[2])) {
            return Optional.empty();
        }
        List<String> members = field.length > 3
                ? Arrays.stream(field[3].split(","))
                        .filter(name -> !name.isEmpty())
                        .toList()
                : List.of();
        return Optional.of(new Group(field[0], Integer.parseInt(field[2]), members));
    }

    private static boolean isId(String text) {
        return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE;
    }
}
