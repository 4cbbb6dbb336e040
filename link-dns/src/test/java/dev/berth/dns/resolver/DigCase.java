package dev.berth.dns.resolver;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A resolver in a fresh namespace for each test. */
@NetNsTest
abstract class DigCase {
    DigFixture at;

    @BeforeEach
    void take(NetNs namespace) {
        at = new DigFixture(namespace);
    }

    @AfterEach
    void stop() {
        at.close();
    }
}
