package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.NetNsTest;
import dev.berth.linux.testing.Sandboxes;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.SandboxNames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many sandboxes as a busy host has, all asking at once. */
@NetNsTest
class ManySandboxesIT {
    private static final int SANDBOXES = 200;
    private static final int EACH_IN_FLIGHT = 8;

    /** So many that it no longer counts who could ask first, and how the first answers were bunched. */
    private static final int ASKED_BY_THE_FASTEST = 2000;

    private static final long PATIENCE_MILLIS = 60_000;
    private static final String NETWORK = "f".repeat(64);
    private static final byte[] WEB = HexFormat.of().parseHex("123401000001000000000000" + "0377656200" + "00010001");

    @TempDir
    Path place;

    /** One sandbox's asker. */
    private static final class Asker {
        private final DatagramChannel channel;
        private int sent;
        private int answered;

        Asker(NetNs sandbox, Selector selector) throws IOException {
            channel = sandbox.call(DatagramChannel::open);
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress("127.0.0.11", 53));
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask() throws IOException {
            assertThat(channel.write(ByteBuffer.wrap(WEB))).isEqualTo(WEB.length);
            sent++;
        }

        /** Reads what is there, and asks once for each answer. @return how many there were */
        int read(boolean more) throws IOException {
            ByteBuffer reply = ByteBuffer.allocate(512);
            int count = 0;
            while (channel.read(reply) > 0) {
                assertThat(reply.position()).as("an answer with one address").isEqualTo(WEB.length + 16);
                reply.clear();
                answered++;
                count++;
                if (more) {
                    ask();
                }
            }
            return count;
        }
    }

    @Test
    void twoHundred_askingAtOnce_loseNoAnswer_andNoneHasTwiceThatOfAnother(NetNs host) throws IOException {
        List<Asker> askers = new ArrayList<>();
        try (Sandboxes sandboxes = new Sandboxes(place, host);
                Selector selector = Selector.open();
                SandboxNameService service = new SandboxNameService()) {
            service.register(
                    new NameRecord(NETWORK, "front", "e1", List.of("web"), List.of(Cidr.parseAddress("172.18.0.2"))));
            for (int i = 0; i < SANDBOXES; i++) {
                Path sandbox = sandboxes.create();
                try (NetNs inside = NetNs.open(sandbox);
                        RtNetlink netlink = RtNetlink.open(inside)) {
                    netlink.setUp(netlink.link("lo").orElseThrow().index());
                    service.attach(new SandboxNames(
                            "sandbox" + i, sandbox, List.of(NETWORK), Map.of(), List.of(), List.of(), true));
                    askers.add(new Asker(inside, selector));
                }
            }
            int[] whenOneWasThrough = race(askers, selector);
            for (Asker asker : askers) {
                asker.channel.close();
            }
            assertThat(askers).allSatisfy(asker -> assertThat(asker.answered).isEqualTo(asker.sent));
            assertThat(Arrays.stream(whenOneWasThrough).min().orElseThrow())
                    .as(
                            "answers of the slowest when the fastest had %d: %s",
                            ASKED_BY_THE_FASTEST, Arrays.toString(whenOneWasThrough))
                    .isGreaterThanOrEqualTo(ASKED_BY_THE_FASTEST / 2);
        }
    }

    /** @return how many answers each had when one had all it wanted; after it, all have theirs */
    private static int[] race(List<Asker> askers, Selector selector) throws IOException {
        for (Asker asker : askers) {
            for (int i = 0; i < EACH_IN_FLIGHT; i++) {
                asker.ask();
            }
        }
        boolean racing = true;
        int[] counts = new int[askers.size()];
        int waiting = EACH_IN_FLIGHT * askers.size();
        while (waiting > 0) {
            assertThat(selector.select(PATIENCE_MILLIS))
                    .as("%d answers are lost", waiting)
                    .isPositive();
            for (SelectionKey key : selector.selectedKeys()) {
                Asker asker = (Asker) key.attachment();
                int read = asker.read(racing);
                waiting -= racing ? 0 : read;
                if (racing && asker.answered >= ASKED_BY_THE_FASTEST) {
                    racing = false;
                    counts = askers.stream().mapToInt(each -> each.answered).toArray();
                }
            }
            selector.selectedKeys().clear();
        }
        return counts;
    }
}
