package dev.berth.runtime.volume;

import java.util.ArrayList;
import java.util.List;

/** Paths in a container as text: no access to any file system, no locale. */
public final class ContainerPath {
    private ContainerPath() {}

    /** The shortest path that means the same by its text alone; {@code ..} of the root is the root. */
    public static String clean(String path) {
        boolean absolute = path.startsWith("/");
        List<String> kept = new ArrayList<>();
        for (String part : path.split("/")) {
            boolean up = part.equals("..");
            if (up && !kept.isEmpty() && !kept.get(kept.size() - 1).equals("..")) {
                kept.remove(kept.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !(up && absolute)) {
                kept.add(part);
            }
        }
        String joined = String.join("/", kept);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }

    /** The names between the slashes, none for the root. */
    public static List<String> components(String path) {
        String clean = clean(path);
        return clean.equals("/") || clean.equals(".")
                ? List.of()
                : List.of((clean.startsWith("/") ? clean.substring(1) : clean).split("/"));
    }

    /** True if {@code path} is {@code directory} or below it; both clean and absolute. */
    public static boolean isWithin(String path, String directory) {
        return path.equals(directory) || directory.equals("/") || path.startsWith(directory + "/");
    }

    /** True for a relative path that does not leave where it starts, by its text alone. */
    static boolean isLocal(String path) {
        String clean = clean(path);
        return !path.isEmpty() && !path.startsWith("/") && !clean.equals("..") && !clean.startsWith("../");
    }
}
