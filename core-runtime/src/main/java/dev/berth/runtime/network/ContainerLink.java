package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;

/**
 * A link of {@code --link}, as it is kept in the store.
 *
 * @param parentId id of the container linked to
 * @param parentName its name when the link was made: a container created anew under it takes the link over
 * @param alias what the linking container calls it
 */
record ContainerLink(String parentId, String parentName, String alias) {

    /**
     * What {@code NAME[:ALIAS]}, or Docker's own {@code /NAME:/CHILD/ALIAS}, asks for.
     *
     * @return name and alias
     * @throws EngineException.InvalidParameter as Docker says it
     */
    static String[] parse(String text) {
        if (text.isEmpty()) {
            throw new EngineException.InvalidParameter("empty string specified for links");
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            throw new EngineException.InvalidParameter("bad format for links: " + text);
        }
        if (parts.length == 1) {
            return new String[] {text, text};
        }
        if (parts[0].length() > 1 && parts[0].startsWith("/")) {
            return new String[] {parts[0].substring(1), parts[1].substring(parts[1].lastIndexOf('/') + 1)};
        }
        return parts;
    }
}
