package dev.berth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.linux.sys.FileCalls;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerLogsTest {
    private static final String ID = "0123456789ab".repeat(5) + "cdef";
    private static final LogSettings UNLIMITED = new LogSettings(true, 0, 1);

    @TempDir
    Path directory;

    private ContainerLogs logs;

    @BeforeEach
    void open() {
        logs = new ContainerLogs();
        logs.open(ID, directory, UNLIMITED);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void read_rightAfterWrite_isExact() throws IOException {
        spool("2026-01-02T03:04:05.123456789+00:00 stdout F hello\n2026-01-02T04:04:06.5+01:00 stderr F ouch\n");

        assertThat(all(LogQuery.ALL))
                .extracting(LogEntry::stream, LogEntry::time, ContainerLogsTest::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                LogStream.STDOUT, Instant.parse("2026-01-02T03:04:05.123456789Z"), "hello\n"),
                        org.assertj.core.groups.Tuple.tuple(
                                LogStream.STDERR, Instant.parse("2026-01-02T03:04:06.5Z"), "ouch\n"));
    }

    @Test
    void jsonLog_always_isDockersFormat() throws IOException {
        spool("2026-01-02T03:04:05.120000000+00:00 stdout F say \"hi\"\tnow\n");
        all(LogQuery.ALL);

        assertThat(directory.resolve(ID + "-json.log"))
                .hasContent(
                        "{\"log\":\"say \\\"hi\\\"\\tnow\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-02T03:04:05.120Z\"}");
        assertThat(logs.logPath(ID))
                .isEqualTo(directory.resolve(ID + "-json.log").toString());
    }

    @Test
    void pieces_ofALine_areJoinedEvenInsideACharacter() throws IOException {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        spool("2026-01-02T03:04:05Z stdout P a");
        Files.write(spoolFile(), new byte[] {euro[0]}, StandardOpenOption.APPEND);
        spool("\n2026-01-02T03:04:05Z stderr F other\n2026-01-02T03:04:06Z stdout F ");
        Files.write(spoolFile(), new byte[] {euro[1], euro[2], 'b', '\n'}, StandardOpenOption.APPEND);

        assertThat(texts(LogQuery.ALL)).containsExactly("other\n", "a€b\n");
    }

    @Test
    void piece_unfinished_appearsWhenContainerEnds() throws IOException {
        logs.started(ID);
        spool(line("stdout P no newline"));
        assertThat(texts(LogQuery.ALL)).isEmpty();

        logs.ended(ID);

        assertThat(texts(LogQuery.ALL)).containsExactly("no newline");
        assertThat(spoolFile()).doesNotExist();
    }

    @Test
    void piece_veryLong_isGivenOutInParts() throws IOException {
        String part = "x".repeat(8192);
        spool(line("stdout P " + part).repeat(3) + line("stdout F end"));

        assertThat(texts(LogQuery.ALL)).containsExactly(part + part, part + "end\n");
    }

    @Test
    void daemon_restarted_goesOnWhereItWas() throws IOException {
        logs.started(ID);
        spool(line("stdout F one") + line("stdout P tw"));
        assertThat(texts(LogQuery.ALL)).containsExactly("one\n");
        logs.close();
        spool(line("stdout F o") + line("stdout F three"));

        reopen(UNLIMITED);

        assertThat(texts(LogQuery.ALL)).containsExactly("one\n", "two\n", "three\n");
    }

    @Test
    void daemon_killedAfterAppendBeforeState_convertsNothingTwice() throws IOException {
        spool(line("stdout F one"));
        texts(LogQuery.ALL);
        Path state = directory.resolve("log-state.json");
        byte[] before = Files.readAllBytes(state);
        spool(line("stdout F two"));
        texts(LogQuery.ALL);
        Files.write(state, before);

        reopen(UNLIMITED);

        assertThat(texts(LogQuery.ALL)).containsExactly("one\n", "two\n");
    }

    @Test
    void daemon_killedAfterRotationBeforeState_convertsNothingTwice() throws IOException {
        LogSettings small = new LogSettings(true, 150, 4);
        reopen(small);
        spool(line("stdout F one"));
        texts(LogQuery.ALL);
        Path state = directory.resolve("log-state.json");
        byte[] before = Files.readAllBytes(state);
        spool(line("stdout F two") + line("stdout F three") + line("stdout F four") + line("stdout F five"));
        List<String> expected = texts(LogQuery.ALL);
        Files.write(state, before);

        reopen(small);

        assertThat(expected).containsExactly("one\n", "two\n", "three\n", "four\n", "five\n");
        assertThat(texts(LogQuery.ALL)).isEqualTo(expected);
    }

    @Test
    void rotation_bySizeAndCount_keepsTheNewest() throws IOException {
        reopen(new LogSettings(true, 1000, 3));
        spool(numbered(0, 100));
        List<String> kept = texts(LogQuery.ALL);

        assertThat(kept).endsWith("98\n", "99\n").hasSizeBetween(26, 45);
        assertThat(kept)
                .isEqualTo(IntStream.range(100 - kept.size(), 100)
                        .mapToObj(number -> number + "\n")
                        .toList());
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("-json.log")))
                    .containsExactlyInAnyOrder(ID + "-json.log", ID + "-json.log.1", ID + "-json.log.2");
        }
    }

    @Test
    void tail_acrossRotatedFiles_isTheNewestLines() throws IOException {
        reopen(new LogSettings(true, 500, 10));
        spool(numbered(0, 50));

        for (int tail : new int[] {0, 1, 5, 6, 7, 20, 49, 50}) {
            assertThat(texts(query(tail, false)))
                    .as("tail %s", tail)
                    .isEqualTo(IntStream.range(50 - tail, 50)
                            .mapToObj(number -> number + "\n")
                            .toList());
        }
        assertThat(texts(query(1000, false))).hasSize(50);
    }

    @Test
    void query_byStreamAndTime_filters() throws IOException {
        spool("2026-01-01T00:00:01Z stdout F a\n2026-01-01T00:00:02Z stderr F b\n2026-01-01T00:00:03Z stdout F c\n"
                + "2026-01-01T00:00:04Z stdout F d\n");

        assertThat(texts(new LogQuery(true, false, Instant.MIN, Optional.empty(), -1, false)))
                .containsExactly("a\n", "c\n", "d\n");
        assertThat(texts(new LogQuery(
                        true,
                        true,
                        Instant.parse("2026-01-01T00:00:02Z"),
                        Optional.of(Instant.parse("2026-01-01T00:00:03Z")),
                        -1,
                        false)))
                .containsExactly("b\n", "c\n");
    }

    @Test
    void follower_ofRunningContainer_isWokenThroughRotationsUntilTheEnd() throws IOException {
        reopen(new LogSettings(true, 400, 2));
        logs.started(ID);
        AtomicInteger wakes = new AtomicInteger();
        List<String> seen = new ArrayList<>();
        try (LogCursor cursor = logs.read(ID, query(-1, true))) {
            LogCursor.Listening listening = cursor.onMore(wakes::incrementAndGet);
            for (int round = 0; round < 20; round++) {
                spool(numbered(round * 3, round * 3 + 3));
                int wanted = (round + 1) * 3;
                await().atMost(java.time.Duration.ofSeconds(50)).until(() -> {
                    cursor.next().forEach(entry -> seen.add(text(entry)));
                    return seen.size() >= wanted;
                });
                assertThat(cursor.isAtEnd()).isFalse();
            }
            logs.ended(ID);
            assertThat(cursor.next()).isEmpty();
            assertThat(cursor.isAtEnd()).isTrue();
            listening.close();
        }
        assertThat(wakes.get()).isPositive();
        assertThat(seen)
                .isEqualTo(
                        IntStream.range(0, 60).mapToObj(number -> number + "\n").toList());
    }

    @Test
    void follower_ofStoppedContainer_endsAtOnce() throws IOException {
        spool(line("stdout F old"));
        try (LogCursor cursor = logs.read(ID, query(-1, true))) {
            assertThat(cursor.next()).hasSize(1);
            assertThat(cursor.next()).isEmpty();
            assertThat(cursor.isAtEnd()).isTrue();
        }
    }

    @Test
    void spool_ofABusyContainer_isConvertedWithoutReaderAndGivenBack() throws IOException {
        logs.started(ID);
        String block = line("stdout F " + "y".repeat(1000)).repeat(1000);
        for (int megabyte = 0; megabyte < 4; megabyte++) {
            spool(block);
        }

        // the file comes with the first conversion, and the spool's blocks go back after the last
        await().atMost(Duration.ofSeconds(50))
                .ignoreExceptionsInstanceOf(NoSuchFileException.class)
                .untilAsserted(() -> {
                    assertThat(Files.size(directory.resolve(ID + "-json.log"))).isGreaterThan(4_000_000);
                    assertThat(FileCalls.status(spoolFile()).blocks() * 512).isLessThan(Files.size(spoolFile()) / 2);
                });
        assertThat(all(LogQuery.ALL)).hasSize(4000);
    }

    @Test
    void driver_none_keepsNothingAndCannotBeRead() {
        String id = ID.replace('0', 'f');
        logs.open(id, directory, new LogSettings(false, 0, 1));

        assertThat(logs.conmonLogPath(id)).isEqualTo("none");
        assertThat(logs.logPath(id)).isEmpty();
        assertThatThrownBy(() -> logs.read(id, LogQuery.ALL))
                .isInstanceOf(EngineException.NotImplemented.class)
                .hasMessage("configured logging driver does not support reading");
    }

    @Test
    void line_notConmons_isPassedOver() throws IOException {
        spool("garbage\n\nno time stdout F x\n" + line("stdout F good"));

        assertThat(texts(LogQuery.ALL)).containsExactly("good\n");
    }

    private void reopen(LogSettings settings) {
        logs.close();
        logs = new ContainerLogs();
        logs.open(ID, directory, settings);
    }

    private static LogQuery query(int tail, boolean follow) {
        return new LogQuery(true, true, Instant.MIN, Optional.empty(), tail, follow);
    }

    private List<String> texts(LogQuery query) {
        return all(query).stream().map(ContainerLogsTest::text).toList();
    }

    private List<LogEntry> all(LogQuery query) {
        List<LogEntry> entries = new ArrayList<>();
        try (LogCursor cursor = logs.read(ID, query)) {
            for (List<LogEntry> some = cursor.next(); !some.isEmpty(); some = cursor.next()) {
                entries.addAll(some);
            }
        }
        return entries;
    }

    private static String text(LogEntry entry) {
        return new String(entry.text(), StandardCharsets.UTF_8);
    }

    private static String line(String rest) {
        return "2026-01-02T03:04:05.000000001+00:00 " + rest + "\n";
    }

    private static String numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> line("stdout F " + number))
                .collect(Collectors.joining());
    }

    private Path spoolFile() {
        return Path.of(logs.conmonLogPath(ID).substring("k8s-file:".length()));
    }

    private void spool(String text) throws IOException {
        Files.writeString(spoolFile(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
