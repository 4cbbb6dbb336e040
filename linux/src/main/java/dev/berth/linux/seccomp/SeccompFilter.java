package dev.berth.linux.seccomp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.sys.Pipe;
import dev.berth.linux.sys.Pipes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A seccomp filter in the making; {@link #program} is what the kernel takes. For one thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/seccomp_rule_add.3.html">seccomp_rule_add(3)</a>
 */
public final class SeccompFilter implements AutoCloseable {
    /** Actions, as {@code linux/seccomp.h} has them; ERRNO and TRACE take a number of 16 bits. */
    public static final int KILL_PROCESS = 0x8000_0000;

    public static final int KILL_THREAD = 0;
    public static final int TRAP = 0x0003_0000;
    public static final int ERRNO = 0x0005_0000;
    public static final int TRACE = 0x7ff0_0000;
    public static final int LOG = 0x7ffc_0000;
    public static final int ALLOW = 0x7fff_0000;

    /** libseccomp's for a name that it does not know: {@code __NR_SCMP_ERROR}. */
    private static final int UNKNOWN = -1;

    private static final int EEXIST = 17;

    private Optional<Pointer> filter;

    private SeccompFilter(Pointer filter) {
        this.filter = Optional.of(filter);
    }

    /**
     * A filter for this host's architecture without rules.
     *
     * @param defaultAction what happens to a call that no rule names
     * @return empty if this host has no libseccomp
     */
    public static Optional<SeccompFilter> open(int defaultAction) {
        try {
            return Optional.ofNullable(LibSeccomp.seccomp_init(defaultAction)).map(SeccompFilter::new);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError absent) {
            return Optional.empty();
        }
    }

    /**
     * Takes in one more architecture; rules are for all of them.
     *
     * @param name such as {@code SCMP_ARCH_X86}
     * @throws IllegalArgumentException libseccomp does not know it
     */
    public void addArchitecture(String name) {
        String plain = name.startsWith("SCMP_ARCH_") ? name.substring("SCMP_ARCH_".length()) : name;
        int token = LibSeccomp.seccomp_arch_resolve_name(plain.toLowerCase(Locale.ROOT));
        if (token == 0) {
            throw new IllegalArgumentException("seccomp architecture " + name);
        }
        int result = LibSeccomp.seccomp_arch_add(own(), token);
        if (result != -EEXIST) {
            check(result, "seccomp_arch_add " + name);
        }
    }

    /**
     * Adds a rule.
     *
     * @param action another one than the filter's own
     * @param syscall by name; one that libseccomp does not know is left out, as the OCI runtimes do
     * @param checks all of which must hold, each of another argument
     */
    public void addRule(int action, String syscall, List<ArgumentCheck> checks) {
        int number = LibSeccomp.seccomp_syscall_resolve_name(syscall);
        if (number == UNKNOWN) {
            return;
        }
        try (Memory array = new Memory((long) ArgumentCheck.SIZE * Math.max(1, checks.size()))) {
            for (int i = 0; i < checks.size(); i++) {
                checks.get(i).writeTo(array, i);
            }
            check(
                    LibSeccomp.seccomp_rule_add_array(own(), action, number, checks.size(), array),
                    "seccomp_rule_add " + syscall);
        }
    }

    /** The filter as {@code struct sock_filter[]}, in this host's byte order; a pipe has room for the longest one. */
    public byte[] program() {
        try (Pipe pipe = Pipes.create()) {
            check(LibSeccomp.seccomp_export_bpf(own(), pipe.write().number()), "seccomp_export_bpf");
            pipe.write().close();
            return FdStreams.input(pipe.read()).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException("read a seccomp filter", failure);
        }
    }

    private Pointer own() {
        return filter.orElseThrow(() -> new IllegalStateException("seccomp filter is closed"));
    }

    /** These functions return a negative errno. */
    private static void check(int result, String call) {
        if (result < 0) {
            throw new IllegalArgumentException(call + " failed with errno " + -result);
        }
    }

    /** Frees it; the second call does nothing. */
    @Override
    public void close() {
        filter.ifPresent(LibSeccomp::seccomp_release);
        filter = Optional.empty();
    }
}
