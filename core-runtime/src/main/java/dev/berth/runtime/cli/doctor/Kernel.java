package dev.berth.runtime.cli.doctor;

import dev.berth.linux.nft.NftContext;
import dev.berth.linux.nft.NftException;
import dev.berth.linux.sys.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The kernel, its control groups and its network. */
final class Kernel {
    private static final String LEAST = "5.15";

    private Kernel() {}

    static List<Finding> look(Path dataRoot) throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(release());
        boolean root = isRoot();
        findings.add(
                root
                        ? Finding.ok("root", "yes")
                        : Finding.problem("root", "no", "run the daemon, and this, as root: sudo berth doctor"));
        findings.add(cgroups());
        findings.add(overlay(dataRoot));
        findings.add(forwarding());
        if (root) {
            findings.addAll(nftables());
        }
        return findings;
    }

    private static boolean isRoot() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    }

    private static Finding release() throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        return Versions.atLeast(release, LEAST)
                ? Finding.ok("kernel", release)
                : Finding.problem("kernel", release, "Berth is made for " + LEAST + " and newer");
    }

    private static Finding cgroups() throws IOException {
        Path root = Path.of("/sys/fs/cgroup");
        if (Files.exists(root.resolve("cgroup.controllers"))) {
            return Finding.ok(
                    "cgroups",
                    "v2, with "
                            + Files.readString(root.resolve("cgroup.controllers"))
                                    .strip());
        }
        boolean v1 = Files.isDirectory(root.resolve("memory")) || Files.isDirectory(root.resolve("cpu"));
        if (!v1) {
            return Finding.problem("cgroups", "none at " + root, "mount -t cgroup2 cgroup2 " + root);
        }
        return Finding.ok("cgroups", Files.isDirectory(root.resolve("unified")) ? "v1 in hybrid layout" : "v1");
    }

    private static Finding overlay(Path dataRoot) throws IOException {
        if (!Files.readString(Path.of("/proc/filesystems")).contains("\toverlay\n")) {
            return Finding.problem("overlay", "not in this kernel", "modprobe overlay");
        }
        Path place = dataRoot;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        String type = Files.getFileStore(place).type();
        return type.equals("overlay")
                ? Finding.problem(
                        "overlay",
                        dataRoot + " is itself on an overlay, which cannot be the upper side of another",
                        "give --data-root a directory on ext4, xfs, btrfs or tmpfs")
                : Finding.ok("overlay", "in the kernel; " + dataRoot + " is on " + type);
    }

    private static Finding forwarding() throws IOException {
        String value =
                Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")).strip();
        return value.equals("1")
                ? Finding.ok("ip_forward", "on")
                : Finding.ok("ip_forward", "off; the daemon turns it on unless --ip-forward=false");
    }

    private static List<Finding> nftables() {
        try (NftContext nft = NftContext.open()) {
            List<Finding> findings = new ArrayList<>();
            String ruleset = nft.list("list ruleset");
            findings.add(Finding.ok("libnftables", "works"));
            findings.addAll(new ForeignFilters(Kernel::isBridge).look(ruleset));
            findings.addAll(legacy());
            return findings;
        } catch (NftException | ErrnoException | UnsatisfiedLinkError failure) {
            return List.of(Finding.problem(
                    "libnftables",
                    "does not work: "
                            + String.valueOf(failure.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    "apt-get install libnftables1, and a kernel with nf_tables"));
        }
    }

    private static boolean isBridge(String link) {
        return Files.isDirectory(Path.of("/sys/class/net", link, "bridge"));
    }

    /** What iptables-legacy holds is not in nftables, and so not to be read here. */
    private static List<Finding> legacy() {
        return Stream.of("ip_tables_names", "ip6_tables_names")
                .map(name -> Path.of("/proc/net", name))
                .filter(Kernel::hasText)
                .map(file -> Finding.warning(
                        "firewall",
                        "there are rules of iptables-legacy, which are not looked at (" + file + ")",
                        "iptables-legacy -S FORWARD shows what they drop"))
                .toList();
    }

    private static boolean hasText(Path file) {
        try {
            return Files.exists(file) && !Files.readAllLines(file).isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
