package dev.berth.runtime.oci;

import java.util.List;

/** What of /proc and /sys an unprivileged container does not see, or cannot change: Docker's lists. */
public final class HiddenPaths {
    /** What is not seen. */
    public static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");

    /** What is seen, and cannot be changed. */
    public static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private HiddenPaths() {}
}
