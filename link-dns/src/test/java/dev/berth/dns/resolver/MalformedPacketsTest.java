package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.dns.wire.DnsQuery;
import dev.berth.dns.wire.DnsReply;
import dev.berth.dns.wire.ReplyRecords;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.SandboxNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come: at most one reply, to who asked, and nothing thrown. The corpus is tried as it is and changed at
 * random, a million times (replies a quarter of that) unless {@code -Dberth.fuzz} says otherwise.
 */
class MalformedPacketsTest {
    private static final int TRIES = Integer.getInteger("berth.fuzz", 1_000_000);

    /** What nine tenths of the packets may leave behind: a leak of some twenty bytes each would be more. */
    private static final long MEMORY = 16L << 20;

    private final FakeClock clock = new FakeClock();
    private final FakeSockets sockets = new FakeSockets();
    private final Random random = new Random(20_251_128);
    private final Questions questions = questions();

    @Test
    void ask_corpus_isAnsweredOnceOrNotAtAll() throws IOException {
        List<byte[]> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(40);
        corpus.forEach(this::ask);
    }

    @Test
    void ask_changedAtRandom_isAnsweredOnceOrNotAtAll() throws IOException {
        List<byte[]> corpus = corpus();
        askChanged(corpus, TRIES / 10);
        long early = memory();
        askChanged(corpus, TRIES - TRIES / 10);

        assertThat(clock.waiting()).isZero();
        assertThat(memory() - early).as("bytes more than after a tenth").isLessThan(MEMORY);
    }

    private void askChanged(List<byte[]> corpus, int times) {
        for (int i = 0; i < times; i++) {
            ask(changed(corpus.get(random.nextInt(corpus.size()))));
            if (i % 512 == 0) {
                answerAll();
            }
        }
        answerAll();
    }

    /** Bytes in use, rubbish not counted. */
    private long memory() {
        sockets.forget();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void upstreamReply_changedAtRandom_isPassedOnOrNotButBreaksNothing() {
        DnsQuery asked = Messages.query("www.example");
        byte[] good = DnsReply.addresses(asked, List.of(Cidr.parseAddress("192.0.2.1")), 60, 512);
        for (int i = 0; i < TRIES / 4; i++) {
            byte[] reply = changed(good);
            if (reply.length >= 12) {
                require(!ReplyRecords.describe(reply).isEmpty(), "words", reply);
                Optional<CachedReply> kept = CachedReply.of(reply, clock.nanoTime());
                kept.ifPresent(
                        known -> require(known.aged(clock.nanoTime()).length == reply.length, "its length", reply));
                require(DnsReply.passedOn(asked, reply, 512).length <= 512, "what fits", reply);
            }
        }
    }

    private void ask(byte[] message) {
        AtomicInteger replies = new AtomicInteger();
        questions.ask(message, random.nextBoolean(), reply -> {
            require(replies.incrementAndGet() == 1, "one reply at most", message);
            require(reply[0] == message[0] && reply[1] == message[1], "its id", message);
            require((reply[2] & 0x80) != 0, "a reply", message);
        });
    }

    /** A million of AssertJ's own take a minute. */
    private static void require(boolean fulfilled, String what, byte[] message) {
        if (!fulfilled) {
            throw new AssertionError(what + ": " + HexFormat.of().formatHex(message));
        }
    }

    private void answerAll() {
        while (sockets.waiting() > 0) {
            sockets.answer(Optional.empty());
        }
    }

    private byte[] changed(byte[] message) {
        byte[] copy = Arrays.copyOf(message, Math.max(0, message.length + random.nextInt(7) - 3));
        for (int flips = random.nextInt(5); flips > 0 && copy.length > 0; flips--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }

    private static List<byte[]> corpus() throws IOException {
        try (InputStream in = MalformedPacketsTest.class.getResourceAsStream("malformed.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> HexFormat.of()
                            .parseHex(line.substring(line.indexOf(':') + 1).replace(" ", "")))
                    .toList();
        }
    }

    private Questions questions() {
        List<InetAddress> upstreams = List.of(Cidr.parseAddress("192.0.2.1"));
        SandboxNames names =
                new SandboxNames("c", Path.of("/none"), List.of("n1"), Map.of(), upstreams, List.of(), false);
        Lookup lookup = new Lookup(names);
        NameTable table = NameTable.EMPTY.with(
                new NameRecord("n1", "front", "e1", List.of("www", "web"), List.of(Cidr.parseAddress("172.18.0.2"))));
        Forwarder forwarder = new Forwarder(() -> names, sockets, new HostUpstreams(sockets, clock), clock);
        return new Questions(() -> table, () -> lookup, forwarder, new QuestionLog(), new Random(1));
    }
}
