package dev.berth.linux.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** JNA declarations of libc functions, nothing else. Sizes are those of 64-bit Linux. */
final class LibC {
    static {
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    private LibC() {}

    static native String strerror(int number);

    static native int open(byte[] path, int flags, int mode);

    static native int openat(int directory, byte[] path, int flags, int mode);

    static native int close(int fd);

    static native long read(int fd, byte[] buffer, long size);

    static native long write(int fd, byte[] buffer, long size);

    static native long write(int fd, long address, long size);

    static native long pread(int fd, long address, long size, long offset);

    static native long pwrite(int fd, long address, long size, long offset);

    static native int fcntl(int fd, int command, long argument);

    static native int ioctl(int fd, long request, byte @Nullable [] argument);

    static native int pipe2(int[] ends, int flags);

    static native int poll(byte[] fds, long count, int timeoutMillis);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epoll, int operation, int fd, byte[] event);

    static native int epoll_wait(int epoll, byte[] events, int count, int timeoutMillis);

    static native int unshare(int flags);

    static native int setns(int fd, int type);

    static native int mount(
            byte @Nullable [] source, byte[] target, byte @Nullable [] type, long flags, byte @Nullable [] data);

    static native int umount2(byte[] target, int flags);

    static native long syscall(long number, long a, long b, long c, long d, long e);

    static native long syscall(long number, long a, byte[] b, long c, byte[] d, long e);

    static native long syscall(long number, long a, byte[] b, byte[] c, long d);

    static native long syscall(long number, byte[] a, long b);

    static native long syscall(long number, long a, long b, byte @Nullable [] c, byte @Nullable [] d, long e);

    static native int statx(int directory, byte[] path, int flags, int mask, byte[] buffer);

    static native int statfs(byte[] path, byte[] buffer);

    static native int mknod(byte[] path, int mode, long device);

    static native int mknodat(int directory, byte[] name, int mode, long device);

    static native int mkdirat(int directory, byte[] name, int mode);

    static native int symlinkat(byte[] target, int directory, byte[] name);

    static native long readlinkat(int directory, byte[] name, byte[] target, long size);

    static native int unlinkat(int directory, byte[] name, int flags);

    static native long getdents64(int directory, byte[] entries, long size);

    static native int fchown(int fd, int owner, int group);

    static native int fchmod(int fd, int mode);

    static native int futimens(int fd, long[] times);

    static native int flock(int fd, int operation);

    static native int lchown(byte[] path, int owner, int group);

    static native int chmod(byte[] path, int mode);

    static native int fchownat(int directory, byte[] path, int owner, int group, int flags);

    static native int utimensat(int directory, byte[] path, long[] times, int flags);

    static native int linkat(int oldDirectory, byte[] oldPath, int newDirectory, byte[] newPath, int flags);

    static native int renameat2(int oldDirectory, byte[] oldPath, int newDirectory, byte[] newPath, int flags);

    static native int fsync(int fd);

    static native int syncfs(int fd);

    static native int ftruncate(int fd, long length);

    static native int fallocate(int fd, int mode, long offset, long length);

    static native long lseek(int fd, long offset, int whence);

    static native long copy_file_range(
            int in, long @Nullable [] inOffset, int out, long @Nullable [] outOffset, long length, int flags);

    static native long splice(
            int in, long @Nullable [] inOffset, int out, long @Nullable [] outOffset, long length, int flags);

    static native long lgetxattr(byte[] path, byte[] name, byte @Nullable [] value, long size);

    static native int lsetxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    static native int lremovexattr(byte[] path, byte[] name);

    static native long llistxattr(byte[] path, byte @Nullable [] list, long size);

    static native long flistxattr(int fd, byte @Nullable [] list, long size);

    static native long fgetxattr(int fd, byte[] name, byte @Nullable [] value, long size);

    static native int fsetxattr(int fd, byte[] name, byte[] value, long size, int flags);

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, byte[] address, int size);

    static native int connect(int fd, byte[] address, int size);

    static native int setsockopt(int fd, int level, int name, byte[] value, int size);

    static native long send(int fd, byte[] buffer, long size, int flags);

    static native long recv(int fd, byte[] buffer, long size, int flags);

    static native int shutdown(int fd, int how);

    static native int listen(int fd, int backlog);

    static native int accept4(int fd, @Nullable Pointer address, @Nullable Pointer size, int flags);

    static native long recvfrom(int fd, byte[] buffer, long size, int flags, byte[] address, int[] addressSize);

    static native long sendto(int fd, byte[] buffer, long size, int flags, byte[] address, int addressSize);

    static native int kill(int pid, int signal);

    static native int waitid(int idType, int id, byte[] info, int options);

    static native int posix_spawn(
            int[] pid, byte[] path, Pointer actions, Pointer attributes, Pointer argv, Pointer environment);

    static native int posix_spawnp(
            int[] pid, byte[] file, Pointer actions, Pointer attributes, Pointer argv, Pointer environment);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

    static native int posix_spawn_file_actions_addopen(Pointer actions, int fd, byte[] path, int flags, int mode);

    static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int fd);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setsigmask(Pointer attributes, byte[] set);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, byte[] set);
}
