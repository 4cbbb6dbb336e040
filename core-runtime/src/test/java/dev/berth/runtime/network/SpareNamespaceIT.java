package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import java.util.concurrent.atomic.AtomicInteger;
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
}
