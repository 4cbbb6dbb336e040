package dev.berth.bridge.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.Errno;
import dev.berth.linux.testing.Refusals;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.Pool;
import dev.berth.plugin.ipam.PoolRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that refuses each write of the allocations in turn: what was not written was not given, now and after a
 * restart, and the file goes on being one that can be read.
 */
class AllocationFaultsTest {
    private static final int MOST_REQUESTS = 20;
    private static final Cidr SUBNET = Cidr.parse("172.30.0.0/24");

    @TempDir
    Path directory;

    private final Refusals refusals = new Refusals();

    private Path file() {
        return directory.resolve("allocations");
    }

    private DefaultIpamDriver open() {
        return new DefaultIpamDriver(file(), List.of(), List::of, new FaultyLogFiles(refusals));
    }

    private static Pool pool(DefaultIpamDriver driver) {
        return driver.requestPool(
                new PoolRequest(driver.localAddressSpace(), Optional.of(SUBNET), Optional.empty(), false, Map.of()));
    }

    /** Every kind of change, each with each of its requests refused. */
    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EIO", "ENOSPC", "EROFS"})
    void change_refusedAnywhere_isNotMade(Errno errno) throws IOException {
        String id = "LocalDefault/172.30.0.0/24";
        changeEach(errno, driver -> pool(driver), driver -> driver.releasePool(id));
        try (DefaultIpamDriver driver = open()) {
            pool(driver);
        }
        changeEach(
                errno,
                driver -> driver.requestAddress(id, Optional.of(Cidr.parseAddress("172.30.0.9")), Map.of()),
                driver -> driver.releaseAddress(id, Cidr.parseAddress("172.30.0.9")));
        changeEach(errno, driver -> driver.releasePool(id), AllocationFaultsTest::pool);
    }

    private void changeEach(Errno errno, Consumer<DefaultIpamDriver> change, Consumer<DefaultIpamDriver> back)
            throws IOException {
        for (int number = 0; number < MOST_REQUESTS; number++) {
            try (DefaultIpamDriver driver = open()) {
                String before = given(driver);
                if (!isRefused(number, errno, () -> change.accept(driver))) {
                    back.accept(driver);
                    return;
                }
                assertThat(given(driver)).as("after request " + number).isEqualTo(before);
                change.accept(driver);
                back.accept(driver);
            }
            onlyTheFileIsThere();
        }
        throw new AssertionError("more than " + MOST_REQUESTS + " requests");
    }

    /**
     * Makes a change while one of its requests is refused, which is to be told, with the file's name: that is where a user
     * has to make room.
     *
     * @return false if it makes no request of that number
     */
    private boolean isRefused(int number, Errno errno, Runnable change) {
        Refusals.Trial trial = refusals.during(number, errno, request -> false, change);
        assertThat(trial.failure().isPresent()).as("told of it").isEqualTo(trial.reached());
        trial.failure().ifPresent(this::tellsTheFile);
        return trial.reached();
    }

    private void tellsTheFile(Throwable failure) {
        assertThat(failure).isInstanceOf(EngineException.SystemFailure.class).hasMessageContaining(file().toString());
    }

    /** All that is given, which a restart must find the same. */
    private String given(DefaultIpamDriver driver) throws IOException {
        String now = driver.usage("LocalDefault/172.30.0.0/24").toString();
        Path copy = directory.resolve("copy");
        Files.copy(file(), copy);
        try (DefaultIpamDriver again = new DefaultIpamDriver(copy, List.of(), List::of)) {
            assertThat(again.usage("LocalDefault/172.30.0.0/24").toString())
                    .as("after a restart")
                    .isEqualTo(now);
        } finally {
            Files.delete(copy);
        }
        return now;
    }

    private void onlyTheFileIsThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    /** The file is made shorter for itself only: whoever asked for an address has it. */
    @Test
    void rewriting_refusedAnywhere_isNoFailureOfAChange() throws IOException {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = pool(driver);
            for (int number = 0; number < 4; number++) {
                int chosen = number;
                refusals.refuse(-1, Errno.ENOSPC, request -> isOfRewriting(request, chosen));
                untilItIsRewritten(driver, pool);
                refusals.obey();
                given(driver);
                onlyTheFileIsThere();
            }
            untilItIsRewritten(driver, pool);
            assertThat(Files.readAllLines(file())).hasSizeLessThan(4_000);
            given(driver);
        }
    }

    private static void untilItIsRewritten(DefaultIpamDriver driver, Pool pool) {
        for (int i = 0; i < 2_100; i++) {
            Cidr given = driver.requestAddress(pool.id(), Optional.empty(), Map.of());
            driver.releaseAddress(pool.id(), given.address());
        }
    }

    /** Requests that only rewriting makes. */
    private boolean isOfRewriting(String request, int chosen) {
        List<String> requests = List.of(
                "open " + file() + ".next",
                "write " + file() + ".next",
                "force " + file() + ".next",
                "rename " + file() + ".next");
        return request.equals(requests.get(chosen));
    }

    /** As on a disk that fails: the half line stays, and the next one must not be written behind it. */
    @Test
    void halfLine_thatCannotBeCutOff_isGoneWithTheNextLine() throws IOException {
        try (DefaultIpamDriver driver = open()) {
            Pool pool = pool(driver);
            refusals.refuse(-1, Errno.EIO, request -> request.startsWith("write") || request.startsWith("truncate"));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> driver.requestAddress(pool.id(), Optional.empty(), Map.of()))
                        .satisfies(this::tellsTheFile);
            }
            refusals.obey();
            driver.requestAddress(pool.id(), Optional.empty(), Map.of());
            given(driver);
        }
    }

    @Test
    void start_refusedAnywhere_saysSoAndKeepsWhatIsThere() throws IOException {
        try (DefaultIpamDriver driver = open()) {
            pool(driver);
        }
        open().close();
        List<String> before = Files.readAllLines(file());
        for (int number = 0; number < MOST_REQUESTS; number++) {
            boolean refused = isRefused(number, Errno.ENOSPC, () -> open().close());
            assertThat(Files.readAllLines(file())).isEqualTo(before);
            onlyTheFileIsThere();
            if (!refused) {
                return;
            }
        }
        throw new AssertionError("more than " + MOST_REQUESTS + " requests");
    }
}
