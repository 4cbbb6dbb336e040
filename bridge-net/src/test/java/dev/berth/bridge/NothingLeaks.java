package dev.berth.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.testing.FreshNetNs;
import dev.berth.plugin.Cleanup;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its host, as a parameter of type {@link BridgeHost}, and holds the driver to leaving nothing on it: after
 * the test all that it made is taken away by the driver's own calls, and what can be seen of the host then must be what
 * was there before. What a test does to the host by itself it takes back, or does before {@link BridgeHost#begin}.
 */
final class NothingLeaks implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(NothingLeaks.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BridgeHost.class;
    }

    @Override
    public BridgeHost resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Ground ground = Ground.create();
        context.getStore(NAMESPACE).put(Ground.class, ground);
        return ground.host();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Ground ground = context.getStore(NAMESPACE).remove(Ground.class, Ground.class);
        if (ground == null) {
            return;
        }
        try (ground) {
            ground.host().dismantle();
            // What ends by itself, such as a socket that was closed in the middle of a call, may take a moment.
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThat(ground.host().left())
                            .as("what the driver left on the host")
                            .isEmpty());
        }
    }

    /** A host and its neighbour. */
    private record Ground(FreshNetNs here, FreshNetNs there, BridgeHost host) implements AutoCloseable {
        static Ground create() {
            FreshNetNs here = FreshNetNs.create();
            FreshNetNs there = FreshNetNs.create();
            return new Ground(here, there, new BridgeHost(here.namespace(), there.namespace()));
        }

        @Override
        public void close() {
            Cleanup.all(host::close, here::close, there::close);
        }
    }
}
