package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A plugin may ask the engine while the engine waits for it, on a connection, so a thread, of its own. */
class DriverCallsBackTest extends FakeHostTest {
    private static final long PATIENCE_SECONDS = 60;

    /** What the driver is told about the engine in the middle of a call. */
    private List<String> ask() {
        host.driver.meanwhile = () -> {};
        host.service.list(Map.of());
        host.service.settings(FakeHost.id("web"));
        host.service.endpoints(FakeHost.id("other"));
        host.service.create(NetworkCreate.bridge("back"));
        host.run("helper", "{\"NetworkMode\":\"back\"}");
        return List.of(
                host.service.inspect("front").name(),
                host.endpoint("helper", "back").ipAddress());
    }

    @Test
    void setUp_driverAsksTheEngineMeanwhile_isAnswered() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("other", "{\"NetworkMode\":\"front\"}");
        AtomicReference<List<String>> told = new AtomicReference<>(List.of());
        host.driver.meanwhile = () -> told.set(CompletableFuture.supplyAsync(this::ask)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());

        host.run("web", "{\"NetworkMode\":\"front\"}");

        assertThat(told.get()).containsExactly("front", "172.19.0.2");
        assertThat(host.endpoint("web", "front").ipAddress()).isEqualTo("172.18.0.3");
    }
}
