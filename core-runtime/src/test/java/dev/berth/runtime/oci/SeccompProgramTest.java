package dev.berth.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.state.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs compiled filters as the kernel would, call by call. */
class SeccompProgramTest {
    private static final int X86_64 = 0xc000_003e;
    private static final int I386 = 0x4000_0003;
    private static final int ARM = 0x4000_0028;
    private static final int ALLOW = 0x7fff_0000;
    private static final int ERRNO = 0x0005_0000;
    private static final int CLONE_NEWUSER = 0x1000_0000;

    /** The numbers are those of asm/unistd_64.h. */
    @ParameterizedTest
    @CsvSource({
        "read,         0,    0, allow",
        "execve,      59,    0, allow",
        "mount,      165,    0, 1",
        "setns,      308,    0, 1",
        "no such,   4000,    0, 1",
        "clone3,     435,    0, 38",
        "thread,      56, 0x3d0f00, allow",
        "user,        56, 0x10000000, 1",
        "AF_ALG,      41,   38, 1",
        "AF_INET,     41,    2, allow",
        "AF_VSOCK,    41,   40, 1",
        "linux32,    135,    8, allow",
        "oddity,     135,    9, 1",
    })
    void of_defaultProfile_decidesAsItSays(String call, int number, long argument, String outcome) {
        int wanted = outcome.equals("allow") ? ALLOW : ERRNO | Integer.parseInt(outcome);

        assertThat(run(defaultProgram(), X86_64, number, argument)).as(call).isEqualTo(wanted);
    }

    @Test
    void of_defaultProfile_isForTheOtherArchitecturesToo() {
        ByteBuffer program = defaultProgram();

        assertThat(run(program, I386, 3, 0)).as("read").isEqualTo(ALLOW);
        assertThat(run(program, I386, 21, 0)).as("mount").isEqualTo(ERRNO | 1);
        assertThat(run(program, I386, 120, CLONE_NEWUSER)).as("clone").isEqualTo(ERRNO | 1);
        assertThat(run(program, ARM, 3, 0)).as("a foreign one").isNotEqualTo(ALLOW);
    }

    @Test
    void of_conditionsOnOneArgument_anyIsEnough() {
        ByteBuffer program = program(
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"socket\"],"
                        + "\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":97,\"args\":["
                        + "{\"index\":0,\"value\":17,\"op\":\"SCMP_CMP_EQ\"},{\"index\":0,\"value\":38,\"op\":\"SCMP_CMP_EQ\"}]}]}");

        assertThat(run(program, X86_64, 41, 17)).isEqualTo(ERRNO | 97);
        assertThat(run(program, X86_64, 41, 38)).isEqualTo(ERRNO | 97);
        assertThat(run(program, X86_64, 41, 2)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"defaultAction\":\"SCMP_ACT_NOTIFY\"}",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_Z80\"]}",
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_LOG\","
                        + "\"args\":[{\"index\":0,\"op\":\"SCMP_CMP_ODD\"}]}]}",
            })
    void of_whatItDoesNotKnow_isLeftToTheRuntime(String seccomp) {
        assertThat(SeccompProgram.of((ObjectNode) Json.tree(seccomp))).isEmpty();
    }

    private static ByteBuffer defaultProgram() {
        SeccompFilters.Filter filter =
                new SeccompFilters(TestFacts.host()).of(Optional.empty(), Capabilities.DEFAULT, true);
        return decoded(filter.program());
    }

    private static ByteBuffer program(String seccomp) {
        return decoded(SeccompProgram.of((ObjectNode) Json.tree(seccomp)));
    }

    private static ByteBuffer decoded(Optional<String> base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64.orElseThrow())).order(ByteOrder.nativeOrder());
    }

    /** A machine for classic BPF, as far as libseccomp uses it, on {@code struct seccomp_data}. */
    private static int run(ByteBuffer program, int architecture, int number, long argument) {
        List<Integer> data = List.of(number, architecture, 0, 0, (int) argument, (int) (argument >>> 32));
        int accumulator = 0;
        for (int at = 0; ; at++) {
            int code = program.getShort(at * 8) & 0xffff;
            int ifTrue = program.get(at * 8 + 2) & 0xff;
            int ifFalse = program.get(at * 8 + 3) & 0xff;
            int k = program.getInt(at * 8 + 4);
            switch (code) {
                case 0x20 -> accumulator = data.get(k / 4);
                case 0x54 -> accumulator &= k;
                case 0x05 -> at += k;
                case 0x15 -> at += accumulator == k ? ifTrue : ifFalse;
                case 0x25 -> at += Integer.compareUnsigned(accumulator, k) > 0 ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, k) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return k;
                }
                default -> throw new AssertionError("instruction " + Integer.toHexString(code) + " at " + at);
            }
        }
    }
}
