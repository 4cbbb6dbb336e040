package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@NetNsTest
class SpareNamespaceIT {
    private final AtomicInteger made = new AtomicInteger();
    private final SpareNamespace spare = new SpareNamespace(this::make);

    private NetNs make() {
        made.incrementAndGet();
        return NetNs.create(() -> {});
    }

    @Test
    void take_unprepared_makesOne() {
        try (NetNs one = spare.take();
                NetNs other = spare.take()) {
            assertThat(one.inode()).isNotEqualTo(other.inode());
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void prepare_often_makesOneAndItIsTakenOnce() {
        spare.prepare();
        spare.prepare();
        try (NetNs one = spare.take()) {
            assertThat(made).hasValue(1);
            try (NetNs other = spare.take()) {
                assertThat(one.inode()).isNotEqualTo(other.inode());
            }
        }
    }

    @Test
    void take_preparationFailed_triesAgainAndSaysWhy() {
        SpareNamespace failing = new SpareNamespace(() -> {
            throw new IllegalStateException("try " + made.incrementAndGet());
        });
        failing.prepare();
        assertThatThrownBy(failing::take).hasMessage("try 2");
    }

    @Test
    void close_nobodyTookIt_letsGoOfItAndMakesNoMoreAhead() throws Exception {
        CompletableFuture<NetNs> one = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        SpareNamespace slow = new SpareNamespace(() -> {
            made.incrementAndGet();
            awaitUninterrupted(closed);
            NetNs namespace = NetNs.create(() -> {});
            one.complete(namespace);
            return namespace;
        });
        slow.prepare();
        slow.close();
        closed.countDown();
        NetNs unused = one.get(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60)).until(() -> !unused.fd().isOpen());

        slow.prepare();
        try (NetNs after = slow.take()) {
            assertThat(after.fd().isOpen()).isTrue();
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void close_ofOneThatIsMade_letsGoOfIt() {
        AtomicReference<NetNs> one = new AtomicReference<>();
        SpareNamespace quick = new SpareNamespace(() -> {
            one.set(NetNs.create(() -> {}));
            return one.get();
        });
        quick.prepare();
        await().atMost(Duration.ofSeconds(60)).until(() -> one.get() != null);
        quick.close();
        await().atMost(Duration.ofSeconds(60)).until(() -> !one.get().fd().isOpen());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
