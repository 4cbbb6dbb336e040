package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
    @ParameterizedTest
    @CsvSource({
        "SIGTERM,15",
        "TERM,15",
        "term,15",
        "15,15",
        "SIGKILL,9",
        "HUP,1",
        "WINCH,28",
        "64,64",
        "RTMIN,34",
        "SIGRTMIN+3,37",
        "RTMAX-1,63",
        "SIGRTMAX,64"
    })
    void number_known(String text, int number) {
        assertThat(Signals.number(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIG", "0", "65", "-9", "SIGFOO", "RTMAX-40", "RTMIN+31", "9x", "99999999999"})
    void number_unknown_isRefused(String text) {
        assertThatThrownBy(() -> Signals.number(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid signal: " + text);
    }

    @Test
    void kill_noSuchProcess_saysSo() {
        assertThatThrownBy(() -> Signals.kill(Integer.MAX_VALUE, 0))
                .hasMessage("kill(process 2147483647, signal 0): ESRCH (No such process)");
        assertThatThrownBy(() -> Signals.kill(0, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void errno_unknownNumber_isUnknown() {
        assertThat(Errno.of(16)).isEqualTo(Errno.EBUSY);
        assertThat(Errno.of(11)).isEqualTo(Errno.EAGAIN);
        assertThat(Errno.of(9999)).isEqualTo(Errno.UNKNOWN);
        assertThat(new ErrnoException("call", "x", 9999)).hasMessage("call(x): errno 9999");
    }
}
