package dev.berth.runtime.registry.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each registry may answer, in the order to try.
 *
 * @param mirrors addresses asked before Docker Hub, {@code https://mirror.example}
 * @param insecure hosts, {@code host:port} or CIDR, that may do without TLS or a valid certificate; loopback always may
 */
public record Endpoints(List<String> mirrors, List<String> insecure) {
    /** Docker Hub's name in image names. */
    public static final String HUB = "docker.io";

    private static final String HUB_HOST = "registry-1.docker.io";

    public Endpoints {
        mirrors = List.copyOf(mirrors);
        insecure = List.copyOf(insecure);
    }

    /** Where to pull from. */
    public List<Endpoint> toPull(String domain) {
        List<Endpoint> all = new ArrayList<>();
        if (domain.equals(HUB)) {
            for (String mirror : mirrors) {
                String base = mirror.replaceAll("/+$", "");
                URI uri = URI.create(base.contains("://") ? base : "https://" + base);
                all.add(new Endpoint(uri, !isInsecure(authority(uri)), true));
            }
        }
        all.addAll(toPush(domain));
        return all;
    }

    /** Where to push to; a mirror is never written. */
    public List<Endpoint> toPush(String domain) {
        if (domain.equals(HUB)) {
            return List.of(new Endpoint(URI.create("https://" + HUB_HOST), true, false));
        }
        if (!isInsecure(domain)) {
            return List.of(new Endpoint(URI.create("https://" + domain), true, false));
        }
        return List.of(
                new Endpoint(URI.create("https://" + domain), false, false),
                new Endpoint(URI.create("http://" + domain), false, false));
    }

    private static String authority(URI uri) {
        String authority = uri.getAuthority();
        return authority == null ? "" : authority;
    }

    private boolean isInsecure(String domain) {
        String host = host(domain);
        if (insecure.contains(domain) || insecure.contains(host) || host.equals("localhost")) {
            return true;
        }
        List<String> ranges = new ArrayList<>(
                insecure.stream().filter(text -> text.contains("/")).toList());
        ranges.add("127.0.0.0/8");
        ranges.add("::1/128");
        return addresses(host).stream()
                .anyMatch(address -> ranges.stream().anyMatch(range -> contains(range, address)));
    }

    private static String host(String domain) {
        int colon = domain.lastIndexOf(':');
        String host = colon > domain.lastIndexOf(']') ? domain.substring(0, colon) : domain;
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Only names that are addresses already or that this host's resolver knows. */
    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    private static boolean contains(String range, InetAddress address) {
        int slash = range.indexOf('/');
        try {
            byte[] base = InetAddress.getByName(range.substring(0, slash)).getAddress();
            byte[] asked = address.getAddress();
            int bits = Integer.parseInt(range.substring(slash + 1));
            if (base.length != asked.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((base[bit / 8] & mask) != (asked[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException | NumberFormatException noRange) {
            return false;
        }
    }
}
