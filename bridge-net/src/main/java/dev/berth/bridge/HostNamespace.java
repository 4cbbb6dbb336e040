package dev.berth.bridge;

import dev.berth.bridge.ipam.HostRanges;
import dev.berth.linux.netlink.Conntrack;
import dev.berth.linux.netlink.NfTables;
import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.nft.NftContext;
import dev.berth.linux.sys.NetNs;
import dev.berth.plugin.Cidr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The network namespace that the drivers serve: one socket each for links, tracked flows, nftables and frames, one nft
 * context, opened once, and whatever has to run inside.
 */
public final class HostNamespace implements AutoCloseable, HostRanges {
    private static final Path SYSCTL = Path.of("/proc/sys/net");
    private static final Path BRIDGE_NETFILTER = SYSCTL.resolve("bridge/bridge-nf-call-iptables");
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final Optional<NetNs> namespace;
    private final Connections connections;
    private final RtNetlink links;
    private final NftContext nft;
    private final NfTables tables;
    private final Conntrack flows;
    private final Frames frames;

    private HostNamespace(Optional<NetNs> namespace, Connections connections) {
        this.namespace = namespace;
        this.connections = connections;
        this.links = call(connections.links()::get);
        this.nft = call(connections.nft()::get);
        this.tables = call(connections.tables()::get);
        this.flows = call(connections.flows()::get);
        this.frames = call(Frames::open);
    }

    /** The namespace that this process lives in. */
    public static HostNamespace own() {
        return new HostNamespace(Optional.empty(), Connections.KERNEL);
    }

    /** Another namespace; the handle stays the caller's and must outlive this object. */
    public static HostNamespace of(NetNs namespace) {
        return of(namespace, Connections.KERNEL);
    }

    /** The same with connections of the caller's making. */
    static HostNamespace of(NetNs namespace, Connections connections) {
        return new HostNamespace(Optional.of(namespace), connections);
    }

    RtNetlink links() {
        return links;
    }

    /** Another connection than {@link #links()}, for requests that take long; the caller closes it. */
    RtNetlink openLinks() {
        return call(connections.links()::get);
    }

    NftContext nft() {
        return nft;
    }

    NfTables tables() {
        return tables;
    }

    Conntrack flows() {
        return flows;
    }

    Frames frames() {
        return frames;
    }

    /** Runs the body where sockets and {@code /proc/sys/net} are this namespace's. */
    public <T> T call(Callable<T> body) {
        if (namespace.isPresent()) {
            return namespace.get().call(body);
        }
        try {
            return body.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Writes settings that do not have their value yet.
     *
     * @param settings name below {@code /proc/sys/net} and value
     * @throws UncheckedIOException one cannot be written; says which
     */
    void sysctl(Map<String, String> settings) {
        call(() -> {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                write(SYSCTL.resolve(setting.getKey()), setting.getValue());
            }
            return settings.size();
        });
    }

    private void write(Path file, String value) {
        try {
            if (!Files.readAllLines(file).equals(List.of(value))) {
                connections.settings().write(file, value);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("set " + file + " to " + value + ": " + failure.getMessage(), failure);
        }
    }

    /** True if a setting, by its name below {@code /proc/sys/net}, has that value. */
    boolean has(String setting, String value) {
        return call(() -> Files.readAllLines(SYSCTL.resolve(setting)).equals(List.of(value)));
    }

    /** True if frames between ports of a bridge pass the IP chains too, and may be translated there (br_netfilter). */
    boolean filtersFrames() {
        return call(() -> Files.exists(BRIDGE_NETFILTER)
                && Files.readAllLines(BRIDGE_NETFILTER).equals(List.of("1")));
    }

    @Override
    public List<Cidr> inUse() {
        List<Cidr> ranges = new ArrayList<>();
        links.routes().stream()
                .filter(route -> !route.isDefault())
                .forEach(route -> ranges.add(new Cidr(route.destination(), route.prefix())));
        ranges.addAll(nameServers());
        return ranges;
    }

    private static List<Cidr> nameServers() {
        try {
            return Files.exists(RESOLV_CONF) ? nameServers(Files.readAllLines(RESOLV_CONF)) : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("read name servers from " + RESOLV_CONF, failure);
        }
    }

    /** The addresses on {@code nameserver} lines, each as a range of one. */
    static List<Cidr> nameServers(List<String> resolvConf) {
        return resolvConf.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(word -> word.length > 1 && word[0].equals("nameserver"))
                .map(word -> word[1].split("%", 2)[0])
                .filter(address -> address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"))
                .map(Cidr::parseAddress)
                .map(address -> new Cidr(address, address.getAddress().length * 8))
                .toList();
    }

    @Override
    public void close() {
        frames.close();
        nft.close();
        tables.close();
        flows.close();
        links.close();
    }
}
