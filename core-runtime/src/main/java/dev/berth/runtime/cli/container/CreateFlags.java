package dev.berth.runtime.cli.container;

import static dev.berth.runtime.cli.Flag.list;
import static dev.berth.runtime.cli.Flag.toggle;
import static dev.berth.runtime.cli.Flag.value;

import dev.berth.runtime.cli.Flag;
import java.util.ArrayList;
import java.util.List;

/** The flags that {@code run} and {@code create} share. */
final class CreateFlags {
    private static final String CFS = "Limit CPU CFS (Completely Fair Scheduler) ";

    static final List<Flag> LIMITS = List.of(
            value("blkio-weight", "", "uint16", "Block IO (relative weight), between 10 and 1000, or 0 to disable"),
            value("cpu-period", "", "int", CFS + "period"),
            value("cpu-quota", "", "int", CFS + "quota"),
            value("cpu-rt-period", "", "int", "Limit CPU real-time period in microseconds"),
            value("cpu-rt-runtime", "", "int", "Limit CPU real-time runtime in microseconds"),
            value("cpu-shares", "c", "int", "CPU shares (relative weight)"),
            value("cpus", "", "decimal", "Number of CPUs"),
            value("cpuset-cpus", "", "string", "CPUs in which to allow execution (0-3, 0,1)"),
            value("cpuset-mems", "", "string", "MEMs in which to allow execution (0-3, 0,1)"),
            value("memory", "m", "bytes", "Memory limit"),
            value("memory-reservation", "", "bytes", "Memory soft limit"),
            value("memory-swap", "", "bytes", "Swap limit equal to memory plus swap: '-1' to enable unlimited swap"),
            value("pids-limit", "", "int", "Tune container pids limit (set -1 for unlimited)"),
            value("restart", "", "string", "Restart policy to apply when a container exits"));

    private static final List<Flag> IDENTITY = List.of(
            list("attach", "a", "Attach to STDIN, STDOUT or STDERR"),
            value("cidfile", "", "string", "Write the container ID to the file"),
            DetachFlag.flag(),
            value("domainname", "", "string", "Container NIS domain name"),
            value("entrypoint", "", "string", "Overwrite the default ENTRYPOINT of the image"),
            list("env", "e", "Set environment variables"),
            list("env-file", "", "Read in a file of environment variables"),
            list("expose", "", "Expose a port or a range of ports"),
            value("hostname", "h", "string", "Container host name"),
            toggle("interactive", "i", "Keep STDIN open even if not attached"),
            list("label", "l", "Set meta data on a container"),
            list("label-file", "", "Read in a line delimited file of labels"),
            value("name", "", "string", "Assign a name to the container"),
            value("platform", "", "string", "Set platform if server is multi-platform capable"),
            value("pull", "", "string", "Pull image before running (\"always\"|\"missing\"|\"never\")")
                    .or("missing"),
            value("stop-signal", "", "string", "Signal to stop a container"),
            value("stop-timeout", "", "int", "Timeout (in seconds) to stop a container"),
            toggle("tty", "t", "Allocate a pseudo-TTY"),
            value("user", "u", "string", "Username or UID (format: <name|uid>[:<group|gid>])"),
            value("workdir", "w", "string", "Working directory inside the container"));

    private static final List<Flag> HEALTH = List.of(
            value("health-cmd", "", "string", "Command to run to check health"),
            value("health-interval", "", "duration", "Time between running the check (ms|s|m|h)"),
            value("health-retries", "", "int", "Consecutive failures needed to report unhealthy"),
            value("health-start-period", "", "duration", "Start period before health-retries countdown (ms|s|m|h)"),
            value(
                            "health-start-interval",
                            "",
                            "duration",
                            "Time between running the check during the start period (ms|s|m|h)")
                    .since(44),
            value("health-timeout", "", "duration", "Maximum time to allow one check to run (ms|s|m|h)"),
            toggle("no-healthcheck", "", "Disable any container-specified HEALTHCHECK"));

    private static final List<Flag> NETWORK = List.of(
            list("add-host", "", "Add a custom host-to-IP mapping (host:ip)"),
            list("dns", "", "Set custom DNS servers"),
            list("dns-option", "", "Set DNS options"),
            list("dns-search", "", "Set custom DNS search domains"),
            value("ip", "", "string", "IPv4 address (e.g., 172.30.100.104)"),
            value("ip6", "", "string", "IPv6 address (e.g., 2001:db8::33)"),
            list("link", "", "Add link to another container"),
            list("link-local-ip", "", "Container IPv4/IPv6 link-local addresses"),
            value("mac-address", "", "string", "Container MAC address (e.g., 92:d0:c6:0a:29:33)"),
            list("network", "", "Connect a container to a network"),
            list("net", "", "Connect a container to a network"),
            list("network-alias", "", "Add network-scoped alias for the container"),
            list("net-alias", "", "Add network-scoped alias for the container"),
            list("publish", "p", "Publish a container's port(s) to the host"),
            toggle("publish-all", "P", "Publish all exposed ports to random ports"));

    private static final List<Flag> HOST = List.of(
            list("blkio-weight-device", "", "Block IO weight (relative device weight)"),
            list("cap-add", "", "Add Linux capabilities"),
            list("cap-drop", "", "Drop Linux capabilities"),
            value("cgroup-parent", "", "string", "Optional parent cgroup for the container"),
            value("cgroupns", "", "string", "Cgroup namespace to use (host|private)"),
            list("device", "", "Add a host device to the container"),
            list("device-cgroup-rule", "", "Add a rule to the cgroup allowed devices list"),
            list("device-read-bps", "", "Limit read rate (bytes per second) from a device"),
            list("device-read-iops", "", "Limit read rate (IO per second) from a device"),
            list("device-write-bps", "", "Limit write rate (bytes per second) to a device"),
            list("device-write-iops", "", "Limit write rate (IO per second) to a device"),
            list("group-add", "", "Add additional groups to join"),
            toggle("init", "", "Run an init inside the container that forwards signals and reaps processes"),
            value("ipc", "", "string", "IPC mode to use"),
            value("log-driver", "", "string", "Logging driver for the container"),
            list("log-opt", "", "Log driver options"),
            value("memory-swappiness", "", "int", "Tune container memory swappiness (0 to 100)")
                    .or("-1"),
            list("mount", "", "Attach a filesystem mount to the container"),
            toggle("oom-kill-disable", "", "Disable OOM Killer"),
            value("oom-score-adj", "", "int", "Tune host's OOM preferences (-1000 to 1000)"),
            value("pid", "", "string", "PID namespace to use"),
            toggle("privileged", "", "Give extended privileges to this container"),
            toggle("read-only", "", "Mount the container's root filesystem as read only"),
            toggle("rm", "", "Automatically remove the container when it exits"),
            value("runtime", "", "string", "Runtime to use for this container"),
            list("security-opt", "", "Security Options"),
            value("shm-size", "", "bytes", "Size of /dev/shm"),
            list("storage-opt", "", "Storage driver options for the container"),
            list("sysctl", "", "Sysctl options"),
            list("tmpfs", "", "Mount a tmpfs directory"),
            list("ulimit", "", "Ulimit options"),
            value("userns", "", "string", "User namespace to use"),
            value("uts", "", "string", "UTS namespace to use"),
            list("volume", "v", "Bind mount a volume"),
            value("volume-driver", "", "string", "Optional volume driver for the container"),
            list("volumes-from", "", "Mount volumes from the specified container(s)"));

    private CreateFlags() {}

    /** Flags of {@code create} and more of a command's own, in the order of help. */
    static List<Flag> and(Flag... own) {
        List<Flag> all = new ArrayList<>(List.of(own));
        for (List<Flag> part : List.of(LIMITS, IDENTITY, HEALTH, NETWORK, HOST)) {
            all.addAll(part);
        }
        all.sort((left, right) -> left.name().compareTo(right.name()));
        return all;
    }
}
