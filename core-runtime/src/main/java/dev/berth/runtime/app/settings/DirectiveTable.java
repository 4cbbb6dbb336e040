package dev.berth.runtime.app.settings;

import dev.berth.runtime.app.settings.Directive.Kind;
import java.util.List;

/** dockerd's directives, in the order of its help; what this engine has no use for is accepted and unused. */
final class DirectiveTable {
    static final List<Directive> ALL = List.of(
            both("add-runtime", "", "runtimes", Kind.RUNTIMES, "", "Register an additional OCI compatible runtime"),
            both("bip", "", "bip", Kind.STRING, "", "Specify network bridge IP"),
            both("bridge", "b", "bridge", Kind.STRING, "", "Attach containers to a network bridge"),
            same("cgroup-parent", Kind.STRING, "", "Set parent cgroup for all containers"),
            flag("config-file", "", Kind.STRING, "/etc/berth/daemon.json", "Daemon configuration file"),
            both("data-root", "", "data-root", Kind.STRING, "/var/lib/berth", "Root directory of persistent state"),
            both("debug", "D", "debug", Kind.BOOL, "false", "Enable debug mode"),
            both(
                    "default-address-pool",
                    "",
                    "default-address-pools",
                    Kind.POOLS,
                    "",
                    "Default address pools for node specific local networks"),
            same("default-bridge-dns", Kind.BOOL, "false", "Resolve names on the default bridge too (Berth's)"),
            same("default-cgroupns-mode", Kind.STRING, "", "Default mode for containers cgroup namespace"),
            same("default-gateway", Kind.STRING, "", "Container default gateway IPv4 address"),
            same("default-gateway-v6", Kind.STRING, "", "Container default gateway IPv6 address"),
            same("default-ipc-mode", Kind.STRING, "private", "Default mode for containers ipc (shareable | private)"),
            same(
                    "default-runtime",
                    Kind.STRING,
                    "",
                    "Default OCI runtime for containers (crun where it works, else runc)"),
            same("default-shm-size", Kind.STRING, "64m", "Default shm size for containers"),
            both("default-ulimit", "", "default-ulimits", Kind.ULIMITS, "", "Default ulimits for containers"),
            same("dns", Kind.LIST, "", "DNS server to use"),
            both("dns-opt", "", "dns-opts", Kind.LIST, "", "DNS options to use"),
            same("dns-search", Kind.LIST, "", "DNS search domains to use"),
            both(
                    "driver-plugin",
                    "",
                    "driver-plugins",
                    Kind.MAP,
                    "",
                    "Plugin in place of a driver of this daemon's own (bridge=, ipam=, volume=, names=NAME)"),
            same("dns-ttl", Kind.INT, "5", "Seconds that answers about containers may be kept (Berth's)"),
            both("exec-opt", "", "exec-opts", Kind.LIST, "", "Runtime execution options"),
            same("exec-root", Kind.STRING, "/run/berth", "Root directory for execution state files"),
            same("experimental", Kind.BOOL, "false", "Enable experimental features"),
            same("fixed-cidr", Kind.STRING, "", "IPv4 subnet for fixed IPs"),
            same("fixed-cidr-v6", Kind.STRING, "", "IPv6 subnet for fixed IPs"),
            both("group", "G", "group", Kind.STRING, "docker", "Group for the unix socket"),
            both("host", "H", "hosts", Kind.LIST, "", "Daemon socket(s) to connect to"),
            same("host-gateway-ip", Kind.STRING, "", "IP address that 'host-gateway' in --add-host resolves to"),
            same("icc", Kind.BOOL, "true", "Enable inter-container communication"),
            same("init", Kind.BOOL, "false", "Run an init in the container to forward signals and reap processes"),
            same("init-path", Kind.STRING, "", "Path to the init binary"),
            both(
                    "insecure-registry",
                    "",
                    "insecure-registries",
                    Kind.LIST,
                    "",
                    "Enable insecure registry communication"),
            same("ip", Kind.STRING, "0.0.0.0", "Default IP when binding container ports"),
            same("ip-forward", Kind.BOOL, "true", "Enable net.ipv4.ip_forward"),
            same("ip-masq", Kind.BOOL, "true", "Enable IP masquerading"),
            same("ip6tables", Kind.BOOL, "true", "Enable addition of IPv6 packet filter rules"),
            same("iptables", Kind.BOOL, "true", "Enable addition of packet filter rules"),
            same("ipv6", Kind.BOOL, "false", "Enable IPv6 networking"),
            both("label", "", "labels", Kind.LIST, "", "Set key=value labels to the daemon"),
            same("live-restore", Kind.BOOL, "false", "Keep containers running while the daemon is not"),
            same("log-driver", Kind.STRING, "json-file", "Default driver for container logs"),
            both(
                    "log-level",
                    "l",
                    "log-level",
                    Kind.STRING,
                    "info",
                    "Set the logging level (debug|info|warn|error|fatal)"),
            both("log-opt", "", "log-opts", Kind.MAP, "", "Default log driver options for containers"),
            same("max-concurrent-downloads", Kind.INT, "3", "Set the max concurrent downloads for each pull"),
            same("max-concurrent-uploads", Kind.INT, "5", "Set the max concurrent uploads for each push"),
            same("max-download-attempts", Kind.INT, "5", "Set the max download attempts for each pull"),
            same("mtu", Kind.INT, "0", "Set the containers network MTU"),
            same("no-new-privileges", Kind.BOOL, "false", "Set no-new-privileges by default for new containers"),
            same("oom-score-adjust", Kind.INT, "0", "Set the oom_score_adj for the daemon"),
            both("pidfile", "p", "pidfile", Kind.STRING, "/run/berth.pid", "Path to use for daemon PID file"),
            same("raw-logs", Kind.BOOL, "false", "Full timestamps without ANSI coloring"),
            both("registry-mirror", "", "registry-mirrors", Kind.LIST, "", "Preferred registry mirror"),
            same("seccomp-profile", Kind.STRING, "", "Path to seccomp profile"),
            same("selinux-enabled", Kind.BOOL, "false", "Enable selinux support"),
            same("shutdown-timeout", Kind.INT, "15", "Set the default shutdown timeout in seconds"),
            both("storage-driver", "s", "storage-driver", Kind.STRING, "", "Storage driver to use"),
            both("storage-opt", "", "storage-opts", Kind.LIST, "", "Storage driver options"),
            same("userland-proxy", Kind.BOOL, "true", "Accepted as dockerd's; no proxy process is ever started"),
            same("userland-proxy-path", Kind.STRING, "", "Accepted as dockerd's; unused"),
            flag("validate", "", Kind.BOOL, "false", "Validate daemon configuration and exit"),
            file("features", Kind.ANY),
            file("builder", Kind.ANY));

    private DirectiveTable() {}

    private static Directive both(String flag, String letter, String key, Kind kind, String fallback, String help) {
        return new Directive(flag, letter, key, kind, fallback, help);
    }

    private static Directive same(String name, Kind kind, String fallback, String help) {
        return new Directive(name, "", name, kind, fallback, help);
    }

    private static Directive flag(String flag, String letter, Kind kind, String fallback, String help) {
        return new Directive(flag, letter, "", kind, fallback, help);
    }

    private static Directive file(String key, Kind kind) {
        return new Directive("", "", key, kind, "", "");
    }
}
