package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointReleaseTest extends FakeHostTest {
    private static final String ON_FRONT = "{\"NetworkMode\":\"front\"}";
    private static final String GATEWAY = "172.18.0.1";

    @BeforeEach
    void create() {
        host.service.create(NetworkCreate.bridge("front"));
    }

    private List<String> held() {
        return List.copyOf(host.ipam.held("172.18.0.0/16"));
    }

    private void stopInSilence(String name) {
        host.driver.silent = true;
        host.ipam.silence(true);
        assertThatThrownBy(() -> host.stop(name)).isInstanceOf(EngineException.Unavailable.class);
        host.driver.silent = false;
        host.ipam.silence(false);
    }

    @Test
    void tearDown_unanswered_isSaidAgainAtTheNetworksNextUse() {
        host.run("web", ON_FRONT);
        stopInSilence("web");
        assertThat(host.driver.endpoints).hasSize(1);
        assertThat(held()).hasSize(2);

        host.run("next", ON_FRONT);

        assertThat(host.driver.endpoints)
                .containsOnlyKeys(host.endpoint("next", "front").endpointId());
        assertThat(held())
                .containsExactlyInAnyOrder(
                        GATEWAY, host.endpoint("next", "front").ipAddress());
        host.stop("next");
        assertThat(host.driver.isEmpty()).isTrue();
    }

    @Test
    void tearDown_unanswered_isSaidAgainWithTheNextOneGivenBack() {
        host.run("one", ON_FRONT);
        host.run("two", ON_FRONT);
        stopInSilence("one");

        host.stop("two");

        assertThat(host.driver.isEmpty()).isTrue();
        assertThat(held()).containsExactly(GATEWAY);
    }

    @Test
    void tearDown_unanswered_isSaidAgainWhenTheDaemonStarts() {
        host.run("web", ON_FRONT);
        stopInSilence("web");

        host.restart(host.defaults(Optional.empty()));

        Awaitility.await().until(host.driver::isEmpty);
        assertThat(held()).containsExactly(GATEWAY);
    }

    @Test
    void setUp_unanswered_owesWhatItMade() {
        host.driver.failing = "join";
        host.ipam.silence(true);
        assertThatThrownBy(() -> host.run("web", ON_FRONT)).hasMessage("join fails");
        host.driver.failing = "";
        host.ipam.silence(false);
        assertThat(held()).hasSize(2);

        host.run("next", ON_FRONT);

        assertThat(held())
                .containsExactlyInAnyOrder(
                        GATEWAY, host.endpoint("next", "front").ipAddress());
    }

    @Test
    void settle_addressThatSomebodyHasNow_isNotTakenFromThem() {
        host.run("web", ON_FRONT);
        host.ipam.silence(true);
        assertThatThrownBy(() -> host.stop("web")).isInstanceOf(EngineException.Unavailable.class);
        // The driver had heard it all the same.
        host.ipam.forget("172.18.0.0/16", "172.18.0.2");
        host.run("next", ON_FRONT);
        host.ipam.silence(false);

        host.run("last", ON_FRONT);

        assertThat(host.endpoint("next", "front").ipAddress()).isEqualTo("172.18.0.2");
        assertThat(host.endpoint("last", "front").ipAddress()).isEqualTo("172.18.0.3");
        assertThat(held()).containsExactlyInAnyOrder(GATEWAY, "172.18.0.2", "172.18.0.3");
    }
}
