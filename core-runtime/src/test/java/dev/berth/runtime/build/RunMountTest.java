package dev.berth.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunMountTest {
    @Test
    void parse_types_haveTheirDefaults() {
        RunMount bind = RunMount.parse("target=/t,source=s,from=stage");
        assertThat(bind.type()).isEqualTo("bind");
        assertThat(bind.readOnly()).isTrue();
        RunMount cache = RunMount.parse("type=cache,dst=/c,id=x,sharing=locked,mode=0700,uid=5");
        assertThat(cache.readOnly()).isFalse();
        assertThat(cache.mode(0755)).isEqualTo(0700);
        assertThat(cache.user()).isEqualTo(5);
        RunMount secret = RunMount.parse("type=secret,target=/etc/token,required");
        assertThat(secret.secretId()).isEqualTo("token");
        assertThat(secret.required()).isTrue();
        assertThat(RunMount.parse("type=bind,target=/t,rw").readOnly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=nfs,target=/x | unsupported mount type \"nfs\"",
                "type=ssh | mounts of type ssh are not supported: this builder has no SSH agent",
                "type=cache | target is required for type \"cache\" mounts",
                "type=cache,target=/x,sharing=all | unsupported sharing value \"all\"",
                "type=tmpfs,target=/x,mode=0700 | mode, uid and gid not allowed for \"tmpfs\" type mounts",
                "type=cache,target=/x,mode=9 | invalid value 9 for mode",
                "type=cache,target=/x,colour=red | unexpected key 'colour' in 'colour=red'",
                "type=cache,target | invalid field 'target' must be a key=value pair",
                "type=secret | invalid secret mount. one of source, target required",
            })
    void parse_wrong_isRefused(String text, String message) {
        assertThatThrownBy(() -> RunMount.parse(text)).hasMessage(message);
    }
}
