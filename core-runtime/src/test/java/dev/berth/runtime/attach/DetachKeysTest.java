package dev.berth.runtime.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private static final String CTRL_P = "\u0010";
    private static final String CTRL_Q = "\u0011";

    @Test
    void default_typedWhole_detaches() {
        DetachKeys.Typed typed = type(DetachKeys.parse(""), "ls" + CTRL_P + CTRL_Q + "rest");

        assertThat(typed.detached()).isTrue();
        assertThat(text(typed)).isEqualTo("ls");
    }

    @Test
    void default_typedInPieces_detaches() {
        DetachKeys keys = DetachKeys.parse("");

        assertThat(text(type(keys, "a" + CTRL_P))).isEqualTo("a");
        assertThat(type(keys, CTRL_Q).detached()).isTrue();
    }

    @Test
    void beginning_notFollowedUp_reachesTheProcess() {
        DetachKeys keys = DetachKeys.parse("");

        assertThat(text(type(keys, CTRL_P))).isEmpty();
        assertThat(text(type(keys, "x"))).isEqualTo(CTRL_P + "x");
        assertThat(text(type(keys, CTRL_P + CTRL_P))).isEqualTo(CTRL_P);
        assertThat(type(keys, CTRL_Q).detached()).isTrue();
    }

    @Test
    void keys_ofTheUser_areUnderstood() {
        assertThat(type(DetachKeys.parse("ctrl-a,d"), "\u0001d").detached()).isTrue();
        assertThat(type(DetachKeys.parse("ctrl-@,ctrl-_"), "\u0000\u001f").detached())
                .isTrue();
        assertThat(type(DetachKeys.parse("x"), "x").detached()).isTrue();
        assertThatThrownBy(() -> DetachKeys.parse("ctrl-1"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("Unknown character: 'ctrl-1'");
    }

    private static DetachKeys.Typed type(DetachKeys keys, String text) {
        return keys.type(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(DetachKeys.Typed typed) {
        return new String(typed.input(), StandardCharsets.ISO_8859_1);
    }
}
