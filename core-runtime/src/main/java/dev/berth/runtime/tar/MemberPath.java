package dev.berth.runtime.tar;

import java.util.ArrayList;
import java.util.List;

/**
 * A member's name as a path from the place of unpacking.
 *
 * @param parent without slashes at its ends; empty for the place itself
 * @param name last component; empty for the place itself
 */
record MemberPath(String parent, String name) {
    private static final MemberPath ROOT = new MemberPath("", "");

    /** @throws TarFormatException it leads out, or no file can be called so */
    static MemberPath parse(String raw) throws TarFormatException {
        List<String> parts = new ArrayList<>();
        for (String part : raw.split("/", -1)) {
            if (part.equals("..")) {
                throw new TarFormatException("member name '" + raw + "' leads out of the directory");
            }
            if (part.indexOf('\0') >= 0) {
                throw new TarFormatException("member name with a NUL character");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return of(String.join("/", parts));
    }

    /** @param clean as {@link #parent} gives it */
    static MemberPath of(String clean) {
        if (clean.isEmpty()) {
            return ROOT;
        }
        int slash = clean.lastIndexOf('/');
        return new MemberPath(slash < 0 ? "" : clean.substring(0, slash), clean.substring(slash + 1));
    }

    boolean isRoot() {
        return name.isEmpty();
    }

    @Override
    public String toString() {
        return parent.isEmpty() ? name : parent + "/" + name;
    }
}
