package dev.berth.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscardsTest {
    @TempDir
    private Path top;

    private Path place;
    private Discards discards;

    @BeforeEach
    void open() {
        place = top.resolve("discards");
        discards = new Discards(place);
    }

    @AfterEach
    void close() {
        discards.close();
    }

    private Path tree(String name) throws IOException {
        Path tree = Files.createDirectories(top.resolve(name));
        Files.writeString(Files.createDirectory(tree.resolve("deep")).resolve("file"), "x");
        Files.createSymbolicLink(tree.resolve("link"), top);
        return tree;
    }

    private List<Path> waiting() throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.toList();
        }
    }

    private void awaitNothingLeft() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting().isEmpty());
    }

    @Test
    void add_isGoneAtOnceAndDeletedSoon() throws IOException {
        discards.open();
        Path kept = tree("kept");
        for (int i = 0; i < 200; i++) {
            Path tree = tree("tree" + i);
            discards.add(tree);
            assertThat(tree).doesNotExist();
        }
        awaitNothingLeft();
        assertThat(kept.resolve("deep/file")).exists();
    }

    @Test
    void add_nothingThere_isFine() throws IOException {
        discards.open();
        discards.add(top.resolve("nobody"));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void add_cannotBeMoved_saysSoAndLeavesIt() throws IOException {
        Path tree = tree("tree");
        assertThatThrownBy(() -> discards.add(tree))
                .isInstanceOf(EngineException.SystemFailure.class)
                .hasMessageContaining("delete " + tree);
        assertThat(tree.resolve("deep/file")).exists();
    }

    @Test
    void open_deletesWhatAnEarlierOneLeft() throws IOException {
        discards.open();
        discards.close();
        Files.move(tree("left"), place.resolve("left"));
        try (Discards next = new Discards(place)) {
            next.open();
            awaitNothingLeft();
        }
    }

    @Test
    void close_waitsForTheDeletionUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Boolean> endedBeforeClose = new CompletableFuture<>();
        Discards slow = new Discards(
                place,
                tree -> {
                    begun.countDown();
                    await(mayEnd);
                    ended.set(true);
                },
                Duration.ofMinutes(10));
        slow.open();
        slow.add(tree("tree"));
        await(begun);
        Thread closer = new Thread(() -> {
            slow.close();
            endedBeforeClose.complete(ended.get());
        });
        closer.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> closer.getState() == Thread.State.TIMED_WAITING || !closer.isAlive());
        mayEnd.countDown();
        assertThat(endedBeforeClose.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_deletionTakesTooLong_leavesIt() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Discards stuck = new Discards(
                place,
                tree -> {
                    begun.countDown();
                    await(mayEnd);
                },
                Duration.ofMillis(1));
        stuck.open();
        stuck.add(tree("tree"));
        await(begun);
        stuck.close();
        assertThat(mayEnd.getCount()).isOne();
        mayEnd.countDown();
        assertThat(waiting()).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
