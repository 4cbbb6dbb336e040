package dev.berth.plugin.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionSecretsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "addr=1.2.3.4,username=u,password=p w=x,vers=3.0|addr=1.2.3.4,username=u,password=********,vers=3.0",
                "PASS=p|PASS=********",
                "rw,pass=|rw,pass=********",
                "passwordless,size=1m|passwordless,size=1m",
                "rw|rw"
            })
    void hide_partsOfAValue(String value, String shown) {
        assertThat(OptionSecrets.hide(value)).isEqualTo(shown);
    }

    @Test
    void hide_optionOfThatName() {
        assertThat(OptionSecrets.hide(Map.of("sshcmd", "u@h:/d", "password", "p,q", "o", "secret=s,rw")))
                .isEqualTo(Map.of("sshcmd", "u@h:/d", "password", "********", "o", "secret=********,rw"));
    }
}
