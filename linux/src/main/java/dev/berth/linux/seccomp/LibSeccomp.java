package dev.berth.linux.seccomp;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** JNA declarations of libseccomp, nothing else. */
final class LibSeccomp {
    static {
        Native.register(LibSeccomp.class, "libseccomp.so.2");
    }

    private LibSeccomp() {}

    static native Pointer seccomp_init(int defaultAction);

    static native void seccomp_release(Pointer filter);

    static native int seccomp_arch_resolve_name(String name);

    static native int seccomp_arch_add(Pointer filter, int architecture);

    static native int seccomp_syscall_resolve_name(String name);

    static native int seccomp_rule_add_array(
            Pointer filter, int action, int syscall, int conditions, Pointer conditionArray);

    static native int seccomp_export_bpf(Pointer filter, int descriptor);
}
