package dev.berth.runtime.image;

import dev.berth.plugin.EngineException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image in full: {@code docker.io/library/busybox:latest}. Made by {@link #parse}, which supplies what a
 * short name leaves out; {@link #familiar} takes it away again.
 *
 * @param domain registry host, {@code docker.io} unless given
 * @param path repository in it, lower case
 * @param tag empty only if a digest is given
 * @param digest {@code sha256:} and 64 hex digits, if given
 * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">the grammar</a>
 */
public record ImageReference(String domain, String path, Optional<String> tag, Optional<String> digest) {
    private static final String DEFAULT_DOMAIN = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern DOMAIN =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?");
    private static final Pattern PATH = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
    private static final Pattern TAIL = Pattern.compile(
            "(?:(?<tag>:[\\w][\\w.-]{0,127}))?(?:(?<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");
    private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");
    private static final int NAME_MAX = 255;

    /**
     * Reads a name as users write it.
     *
     * @throws EngineException.InvalidParameter if it is not in the grammar, with Docker's text
     */
    public static ImageReference parse(String text) {
        if (ID.matcher(text).matches()) {
            throw new EngineException.InvalidParameter(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        boolean hasDomain = slash >= 0 && isDomain(first);
        String domain = hasDomain ? first : DEFAULT_DOMAIN;
        String rest = hasDomain ? text.substring(slash + 1) : text;
        if (domain.equals("index.docker.io")) {
            domain = DEFAULT_DOMAIN;
        }
        String path = rest.substring(0, endOfPath(rest));
        Matcher tail = TAIL.matcher(rest.substring(path.length()));
        checkName(path, domain);
        if (!tail.matches()) {
            throw new EngineException.InvalidParameter("invalid reference format");
        }
        Optional<String> digest = Optional.ofNullable(tail.group("digest")).map(d -> checkDigest(d.substring(1)));
        Optional<String> tag = Optional.ofNullable(tail.group("tag")).map(t -> t.substring(1));
        String full = domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0 ? OFFICIAL + path : path;
        return new ImageReference(
                domain, full, tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag, digest);
    }

    /** Reads a repository and a tag given apart, as the API has them; an empty tag leaves what {@code repository} says. */
    public static ImageReference parse(String repository, String tag) {
        if (tag.isEmpty()) {
            return parse(repository);
        }
        ImageReference named = parse(repository);
        Matcher tail = TAIL.matcher((tag.indexOf(':') >= 0 ? "@" : ":") + tag);
        if (!tail.matches()) {
            throw new EngineException.InvalidParameter("invalid tag format");
        }
        return tag.indexOf(':') >= 0
                ? new ImageReference(named.domain, named.path, Optional.empty(), Optional.of(checkDigest(tag)))
                : new ImageReference(named.domain, named.path, Optional.of(tag), Optional.empty());
    }

    private static boolean isDomain(String first) {
        boolean looksLikeHost = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        boolean upperCase = !first.equals(first.toLowerCase(java.util.Locale.ROOT));
        return looksLikeHost || upperCase;
    }

    private static int endOfPath(String rest) {
        int at = rest.indexOf('@');
        int colon = rest.indexOf(':');
        int end = at < 0 ? rest.length() : at;
        return colon < 0 ? end : Math.min(colon, end);
    }

    private static void checkName(String path, String domain) {
        if (!path.equals(path.toLowerCase(java.util.Locale.ROOT))) {
            throw new EngineException.InvalidParameter(
                    "invalid reference format: repository name (" + withOfficial(path, domain) + ") must be lowercase");
        }
        if (!PATH.matcher(path).matches() || !DOMAIN.matcher(domain).matches()) {
            throw new EngineException.InvalidParameter("invalid reference format");
        }
        if (withOfficial(path, domain).length() > NAME_MAX) {
            throw new EngineException.InvalidParameter("repository name must not be more than 255 characters");
        }
    }

    private static String withOfficial(String path, String domain) {
        return domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0 ? OFFICIAL + path : path;
    }

    private static String checkDigest(String digest) {
        if (!digest.matches("sha256:[a-f0-9]{64}")) {
            throw new EngineException.InvalidParameter("invalid reference format");
        }
        return digest;
    }

    /** The same without its tag if it has a digest, which says all. */
    public ImageReference canonical() {
        return digest.isPresent() ? new ImageReference(domain, path, Optional.empty(), digest) : this;
    }

    /** The same repository with this tag. */
    public ImageReference withTag(String other) {
        return new ImageReference(domain, path, Optional.of(other), Optional.empty());
    }

    /** The same repository with this digest. */
    public ImageReference withDigest(String other) {
        return new ImageReference(domain, path, Optional.empty(), Optional.of(other));
    }

    /** Domain and path without tag or digest, as {@code docker.io/library/busybox}. */
    public String name() {
        return domain + "/" + path;
    }

    /** {@link #name} the way users write it, as {@code busybox} or {@code example.com/busybox}. */
    public String familiarName() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return name();
        }
        boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        return official ? path.substring(OFFICIAL.length()) : path;
    }

    /** The whole the way users write it, as {@code busybox:latest}. */
    public String familiar() {
        return familiarName() + tail();
    }

    /** The whole in full, as {@code docker.io/library/busybox:latest}. */
    @Override
    public String toString() {
        return name() + tail();
    }

    private String tail() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }
}
