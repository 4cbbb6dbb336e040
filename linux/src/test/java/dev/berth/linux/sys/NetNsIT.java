package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.nft.NftContext;
import dev.berth.linux.testing.HostCommand;
import dev.berth.linux.testing.NetNsTest;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NetNsTest
class NetNsIT {
    @Test
    void create_isANamespaceOfItsOwn(NetNs first, NetNs second) {
        try (NetNs own = NetNs.current()) {
            assertThat(first.inode()).isNotEqualTo(second.inode()).isNotEqualTo(own.inode());
        }
        assertThat(MountTable.isMountPoint(first.path())).isTrue();
    }

    @Test
    void create_fileIsThere_failsAndLeavesIt(NetNs namespace) {
        assertThatThrownBy(() -> NetNs.create(namespace.path()))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.EEXIST));
        assertThat(MountTable.isMountPoint(namespace.path())).isTrue();
    }

    @Test
    void call_socketOpenedInside_staysInside(NetNs namespace) throws Exception {
        try (ServerSocket socket = namespace.call(() -> new ServerSocket(4711))) {
            String inside = HostCommand.here("nsenter", "--net=" + namespace.path(), "ss", "-Hltn", "sport = 4711")
                    .run()
                    .text();
            String here = HostCommand.here("ss", "-Hltn", "sport = 4711").run().text();

            assertThat(inside).contains(":4711");
            assertThat(here).isEmpty();
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void call_bodyFails_failureComesOutAndThisThreadStays(NetNs namespace) {
        long before = own();

        assertThatThrownBy(() -> namespace.run(() -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(own()).isEqualTo(before);
    }

    private static long own() {
        try (NetNs current = NetNs.current()) {
            return current.inode();
        }
    }

    @Test
    void persist_isTheSameUntilItsFileIsDeleted(@TempDir Path directory) {
        Path file = directory.resolve("net");
        long[] inside = new long[1];
        try (NetNs fresh = NetNs.create(() -> inside[0] = own())) {
            assertThat(fresh.inode()).isEqualTo(inside[0]);
            fresh.persist(file).close();
            assertThatThrownBy(() -> fresh.persist(file)).hasMessageContaining("EEXIST");
        }
        try (NetNs again = NetNs.open(file)) {
            assertThat(again.inode()).isEqualTo(inside[0]);
        }
        NetNs.delete(file);
    }

    @Test
    void delete_twice_isQuiet(@TempDir Path directory) {
        Path file = directory.resolve("deep/er/net");
        NetNs.create(file).close();

        NetNs.delete(file);
        NetNs.delete(file);

        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void thousandTimes_leakNoDescriptor(NetNs namespace) {
        long before = Descriptors.count();
        for (int each = 0; each < 1000; each++) {
            NetNs.open(namespace.path()).close();
        }
        for (int each = 0; each < 100; each++) {
            namespace.run(() -> assertThat(own()).isEqualTo(namespace.inode()));
            RtNetlink.open(namespace).close();
            NftContext.open(namespace).close();
        }
        assertThat(Descriptors.count()).isLessThan(before + Descriptors.SLACK);
    }
}
