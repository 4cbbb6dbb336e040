package dev.berth.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagParserTest {
    private static final Sheet RUN = Sheet.atLeast(
                    1,
                    "[OPTIONS] IMAGE",
                    "Run",
                    Flag.toggle("rm", "", "remove"),
                    Flag.toggle("tty", "t", "tty"),
                    Flag.toggle("interactive", "i", "stdin"),
                    Flag.toggle("sig-proxy", "", "signals").or("true"),
                    Flag.list("publish", "p", "ports"),
                    Flag.list("env", "e", "environment"),
                    Flag.value("name", "", "string", "name"),
                    Flag.value("memory", "m", "bytes", "memory"))
            .takingTheRest();

    private static Flags parse(String line) {
        return FlagParser.parse(RUN, List.of(line.split(" ")));
    }

    @Test
    void parse_lettersJoined_areAllOn() {
        Flags flags = parse("-it --rm busybox");
        assertThat(flags.on("interactive")).isTrue();
        assertThat(flags.on("tty")).isTrue();
        assertThat(flags.on("rm")).isTrue();
        assertThat(flags.arguments()).containsExactly("busybox");
    }

    @Test
    void parse_afterTheImage_everythingIsTheContainers() {
        Flags flags = parse("--name x busybox sh -c ls --rm -- -t --name y");
        assertThat(flags.text("name")).isEqualTo("x");
        assertThat(flags.on("rm")).isFalse();
        assertThat(flags.arguments()).containsExactly("busybox", "sh", "-c", "ls", "--rm", "--", "-t", "--name", "y");
    }

    @Test
    void parse_listGivenAgain_keepsOrder() {
        assertThat(parse("-p8080:80 -p 90:90 --publish=1:1 busybox").list("publish"))
                .containsExactly("8080:80", "90:90", "1:1");
    }

    @Test
    void parse_valueThatLooksLikeAFlag_isTheValue() {
        assertThat(parse("-e -i busybox").list("env")).containsExactly("-i");
    }

    @Test
    void parse_toggleWithFalse_isOff() {
        assertThat(parse("--rm=false busybox").on("rm")).isFalse();
        assertThat(parse("--rm=true busybox").on("rm")).isTrue();
        assertThat(parse("busybox").on("sig-proxy")).isTrue();
        assertThat(parse("--sig-proxy=false busybox").on("sig-proxy")).isFalse();
    }

    @Test
    void parse_valueGivenTwice_lastCounts() {
        assertThat(parse("--name a --name b busybox").text("name")).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo busybox | unknown flag: --foo",
                "--foo=1 busybox | unknown flag: --foo",
                "-x busybox | unknown shorthand flag: 'x' in -x",
                "-itx busybox | unknown shorthand flag: 'x' in -itx",
                "--name | flag needs an argument: --name",
                "-itp | flag needs an argument: 'p' in -itp",
                "--rm=maybe busybox | invalid argument \"maybe\" for \"--rm\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax"
            })
    void parse_wrongFlag_isToldInDockersWords(String line, String words) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(FlagException.class).hasMessage(words);
    }

    @Test
    void bytes_wrongUnit_namesTheFlag() {
        Flags flags = parse("-m 1q busybox");
        assertThatThrownBy(() -> flags.bytes("memory"))
                .hasMessage("invalid argument \"1q\" for \"-m, --memory\" flag: invalid size: '1q'");
    }
}
