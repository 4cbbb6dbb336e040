package dev.berth.bridge.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ElementOwnersTest {
    private static final Element ONE = Element.ofSet("bridge berth", "given_mac", "02:42:00:00:00:01");
    private static final Element TWO = Element.ofSet("bridge berth", "given_mac", "02:42:00:00:00:02");

    private final ElementOwners owners = new ElementOwners();

    @Test
    void set_givesBackWhatNobodyHasAnyMore() {
        assertThat(owners.set("a", List.of(ONE, TWO))).isEmpty();
        assertThat(owners.set("b", List.of(ONE))).isEmpty();
        assertThat(owners.all()).containsExactly(ONE, TWO);
        assertThat(owners.set("a", List.of())).containsExactly(TWO);
        assertThat(owners.of("a")).isEmpty();
        assertThat(owners.set("b", List.of(TWO))).containsExactly(ONE);
        assertThat(owners.all()).containsExactly(TWO);
    }

    @Test
    void set_theSameAgain_changesNothing() {
        owners.set("a", List.of(ONE, ONE, TWO));
        assertThat(owners.set("a", List.of(ONE, TWO))).isEmpty();
        assertThat(owners.set("a", List.of())).containsExactly(ONE, TWO);
    }
}
