package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTableTest {
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

    @TempDir
    Path proc;

    private ProcessTable table;

    @BeforeEach
    void makeProc() throws IOException {
        Files.writeString(proc.resolve("uptime"), "1000.00 1800.00\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal:        1000000 kB\nMemFree: 1 kB\n");
        Path one = Files.createDirectories(proc.resolve("42"));
        // Started 100 s ago, 50 s of processor time, 2500 pages, terminal 136:3.
        Files.writeString(
                one.resolve("stat"),
                "42 (od) d) S 7 42 42 34819 42 0 0 0 0 0 4000 1000 0 0 20 0 1 0 90000 4096000 2500 0\n");
        Files.writeString(one.resolve("cmdline"), "sh\0-c\0sleep 1\0");
        Path kernel = Files.createDirectories(proc.resolve("43"));
        Files.writeString(kernel.resolve("stat"), "43 (bare) R 7 42 42 0 42 0 0 0 0 0 0 0 0 0 20 0 1 0 90000 0 0 0\n");
        Files.writeString(kernel.resolve("cmdline"), "");
        table = new ProcessTable(proc, proc.resolve("no-passwd"), new PsProgram(fakePs().toString()));
    }

    /** Answers like ps; says what it was asked as the command of process 42. */
    private Path fakePs() throws IOException {
        Path ps = proc.resolve("ps");
        Files.writeString(ps, """
                #!/bin/sh
                case $1 in
                  --nope) echo "error: unknown gnu long option" >&2; echo usage >&2; exit 1 ;;
                  -j) echo "PGID TTY"; exit ;;
                esac
                printf '  PID COMMAND\\n    1 init\\n   42 %s\\n   43 a  b\\n' "$*"
                """);
        assertThat(ps.toFile().setExecutable(true)).isTrue();
        return ps;
    }

    @Test
    void list_full_hasPsColumns() {
        ProcessList list = table.list(List.of(42, 43, 44), "", NOW);

        assertThat(list.titles()).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        assertThat(list.processes()).hasSize(2);
        assertThat(list.processes().get(0).subList(1, 4)).containsExactly("42", "7", "50");
        assertThat(list.processes().get(0).subList(5, 8)).containsExactly("pts/3", "00:00:50", "sh -c sleep 1");
        assertThat(list.processes().get(1).subList(5, 8)).containsExactly("?", "00:00:00", "[bare]");
    }

    @Test
    void list_chosenColumns_hasThem() {
        ProcessList list = table.list(List.of(42), "-o pid,comm,rss -o %mem", NOW);

        assertThat(list.titles()).containsExactly("PID", "COMMAND", "RSS", "%MEM");
        assertThat(list.processes()).containsExactly(List.of("42", "od) d", "10000", "1.0"));
    }

    @Test
    void list_bsd_hasItsTitles() {
        assertThat(table.list(List.of(42), "aux", NOW).titles())
                .startsWith("USER", "PID", "%CPU")
                .endsWith("COMMAND");
    }

    @Test
    void list_otherArguments_areThoseOfPs() {
        ProcessList list = table.list(List.of(42, 43), "x  --forest", NOW);

        assertThat(list.titles()).containsExactly("PID", "COMMAND");
        assertThat(list.processes()).containsExactly(List.of("42", "x --forest"), List.of("43", "a  b"));
    }

    @ParameterizedTest
    @CsvSource({
        "--nope, error: unknown gnu long option",
        "-j, Couldn't find PID field in ps output",
        "'-o pid= -o ppid=PID', specifying \"ppid=PID\" is not allowed"
    })
    void list_argumentsThatCannotBe_areRefused(String args, String message) {
        assertThatThrownBy(() -> table.list(List.of(42), args, NOW))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessage(message);
    }
}
