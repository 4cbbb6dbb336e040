package dev.berth.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.dns.name.Lookup;
import dev.berth.dns.name.NameTable;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.SandboxNames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TcpQuestionsTest {
    private static final byte[] QUESTION =
            HexFormat.of().parseHex("0015" + "123401000001000000000000" + "0377656200" + "00010001");

    private final TcpQuestions questions = new TcpQuestions(questions());

    @Test
    void connection_question_isAnsweredEachTime() {
        EmbeddedChannel channel = new EmbeddedChannel(questions);

        channel.writeInbound(Unpooled.wrappedBuffer(QUESTION, QUESTION));

        assertThat(replies(channel)).isEqualTo(2);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connection_questionInPieces_mustBeWholeInTime() {
        EmbeddedChannel channel = new EmbeddedChannel(questions);
        channel.freezeTime();
        for (int i = 0; i < 9; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {QUESTION[i]}));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connections_tooMany_theLongestSilentGoes() {
        List<EmbeddedChannel> channels = new ArrayList<>();
        for (int i = 0; i < TcpQuestions.MAX_CONNECTIONS; i++) {
            channels.add(new EmbeddedChannel(questions));
        }
        channels.get(0).writeInbound(Unpooled.wrappedBuffer(QUESTION));

        EmbeddedChannel next = new EmbeddedChannel(questions);

        assertThat(next.isOpen()).isTrue();
        assertThat(channels.get(0).isOpen()).isTrue();
        assertThat(channels.get(1).isOpen()).isFalse();
        assertThat(channels.subList(2, channels.size())).allMatch(EmbeddedChannel::isOpen);
    }

    private static int replies(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        int count = 0;
        while (all.isReadable()) {
            all.skipBytes(all.readUnsignedShort());
            count++;
        }
        return count;
    }

    private static Questions questions() {
        SandboxNames names =
                new SandboxNames("c", Path.of("/none"), List.of("n1"), Map.of(), List.of(), List.of(), true);
        NameTable table = NameTable.EMPTY.with(
                new NameRecord("n1", "front", "e1", List.of("web"), List.of(Cidr.parseAddress("172.18.0.2"))));
        Lookup lookup = new Lookup(names);
        FakeSockets sockets = new FakeSockets();
        FakeClock clock = new FakeClock();
        Forwarder forwarder = new Forwarder(() -> names, sockets, new HostUpstreams(sockets, clock), clock);
        return new Questions(() -> table, () -> lookup, forwarder, new QuestionLog(), new Random(1));
    }
}
