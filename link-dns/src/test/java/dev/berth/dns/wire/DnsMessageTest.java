package dev.berth.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameAnswer;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
    /** {@code dig +noedns +id=0x1234 A wEb.front}, as dig 9.18 sends it. */
    private static final String PLAIN = "123401200001000000000000" + "0377456205" + "66726f6e7400" + "00010001";

    /** The same with {@code +bufsize=1232 +nocookie}. */
    private static final String EDNS =
            "123401200001000000000001" + "0377456205" + "66726f6e7400" + "00010001" + "00002904d0000000000000";

    @Test
    void parse_plainQuery_readsEveryField() throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(bytes(PLAIN));

        assertThat(query.id()).isEqualTo(0x1234);
        assertThat(query.opcode()).isZero();
        assertThat(query.recursionDesired()).isTrue();
        assertThat(query.name()).isEqualTo("web.front");
        assertThat(query.type()).isEqualTo(DnsType.A);
        assertThat(query.qclass()).isEqualTo(DnsType.CLASS_IN);
        assertThat(query.edns()).isFalse();
        assertThat(query.maxReply()).isEqualTo(512);
    }

    @Test
    void parse_ednsQuery_readsTheSize() throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(bytes(EDNS));

        assertThat(query.edns()).isTrue();
        assertThat(query.maxReply()).isEqualTo(1232);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234",
                "123401200001000000000000",
                "123401200002000000000000" + "0377656200" + "00010001",
                "123481200001000000000000" + "0377656200" + "00010001",
                "123401200001000000000000" + "03776562",
                "123401200001000000000000" + "c00c" + "00010001",
                "123401200001000000000000" + "0377656200" + "0001",
                "123401200001000000000001" + "0377656200" + "00010001" + "00002904d0",
            })
    void parse_noWholeQuery_throws(String hex) {
        assertThatThrownBy(() -> DnsQuery.parse(bytes(hex))).isInstanceOf(DnsFormatException.class);
    }

    @Test
    void parse_anyBytes_throwsNothingElse() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = bytes(EDNS);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            assertThat(parses(message)).isIn(true, false);
        }
    }

    private static boolean parses(byte[] message) {
        try {
            return DnsQuery.parse(message).maxReply() >= 512;
        } catch (DnsFormatException refused) {
            return false;
        }
    }

    @Test
    void addresses_oneAddress_isTheReplyToTheByte() throws DnsFormatException {
        byte[] reply = DnsReply.addresses(DnsQuery.parse(bytes(PLAIN)), List.of(address("172.18.0.2")), 600, 512);

        assertThat(hex(reply))
                .isEqualTo("123485800001000100000000" + "037745620566726f6e7400" + "00010001" + "c00c0001000100000258"
                        + "0004ac120002");
    }

    @Test
    void addresses_edns_repliesWithOpt() throws DnsFormatException {
        byte[] reply = DnsReply.addresses(DnsQuery.parse(bytes(EDNS)), List.of(address("fd00::2")), 600, 1232);

        assertThat(hex(reply)).contains("c00c001c0001").endsWith("00002904d0000000000000");
    }

    @Test
    void addresses_atTheLimit_fitsAndOneByteLessIsTruncated() throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(bytes(PLAIN));
        List<InetAddress> addresses =
                IntStream.range(1, 31).mapToObj(i -> address("10.0.0." + i)).toList();
        int whole = DnsReply.addresses(query, addresses, 600, 65_535).length;

        assertThat(DnsReply.addresses(query, addresses, 600, whole)).hasSize(whole);
        byte[] shortened = DnsReply.addresses(query, addresses, 600, whole - 1);
        assertThat(shortened).hasSize(whole - 16);
        assertThat(shortened[2] & 0x02).isEqualTo(0x02);
        assertThat(shortened[7]).isEqualTo((byte) 29);
    }

    @Test
    void names_reverse_encodesLabels() throws DnsFormatException {
        byte[] reply = DnsReply.names(DnsQuery.parse(bytes(PLAIN)), List.of("web.front"), 600, 512);

        assertThat(hex(reply)).endsWith("000b" + "037765620566726f6e7400");
    }

    @Test
    void services_oneService_isAnSrvRecord() throws DnsFormatException {
        byte[] reply = DnsReply.services(
                DnsQuery.parse(bytes(PLAIN)), List.of(new NameAnswer.Service("web.front", 8080)), 5, 512);

        assertThat(hex(reply))
                .endsWith("c00c0021000100000005" + "0011" + "00000000" + "1f90" + "037765620566726f6e7400");
        assertThat(ReplyRecords.describe(reply)).isEqualTo("web.front.:8080");
    }

    @Test
    void names_thatNoDomainCanHave_areLeftOut() throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(bytes(PLAIN));
        String label = "x".repeat(63);

        assertThat(DnsReply.names(query, List.of(label + ".front"), 5, 512)[7]).isEqualTo((byte) 1);
        assertThat(DnsReply.names(query, List.of(label + "x.front"), 5, 512)[7]).isZero();
        assertThat(DnsReply.names(query, List.of(String.join(".", label, label, label, label)), 5, 512)[7])
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"63, true", "64, false"})
    void parse_label_hasAtMost63Octets(int length, boolean valid) {
        assertThat(parses(query("x".repeat(length)))).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"61, true", "62, false"})
    void parse_name_hasAtMost255OctetsOnTheWire(int last, boolean valid) {
        String label = "x".repeat(63);
        assertThat(parses(query(label, label, label, "x".repeat(last)))).isEqualTo(valid);
    }

    @Test
    void parse_dotInALabel_isNoSeparator() throws DnsFormatException {
        assertThat(DnsQuery.parse(query("a.b", "c")).name()).isEqualTo("a\\.b.c");
    }

    @Test
    void forUpstream_ednsQuery_leavesOutOptionsAndSize() throws DnsFormatException {
        String cookie =
                EDNS.replace("00002904d0000000000000", "0000291000000080" + "00000c" + "000a0008" + "0102030405060708");

        byte[] upstream = DnsQuery.parse(bytes(cookie)).forUpstream();

        assertThat(hex(upstream))
                .isEqualTo("000001200001000000000001" + "0377456205" + "66726f6e7400" + "00010001"
                        + "00002904d0000080000000");
    }

    @Test
    void passedOn_reply_hasTheAskersIdCaseAndSize() throws DnsFormatException {
        DnsQuery first = DnsQuery.parse(bytes(PLAIN));
        DnsQuery second = DnsQuery.parse(bytes(PLAIN.replace("1234", "4321").replace("774562", "776562")));
        byte[] reply = DnsReply.addresses(first, List.of(address("10.0.0.1")), 5, 512);

        assertThat(DnsReply.passedOn(second, reply, 512))
                .isEqualTo(DnsReply.addresses(second, List.of(address("10.0.0.1")), 5, 512));
        byte[] small = DnsReply.passedOn(second, reply, reply.length - 1);
        assertThat(small[2] & 0x02).isEqualTo(0x02);
        assertThat(small[7]).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "123485800001000100000000, 037765620566726f6e7400, false",
        "123485800001000100000000, 037745620566726f6e7400, true",
        "123405800001000100000000, 037745620566726f6e7400, false",
        "123485800001000100000000, 0377456205, false",
        "123485800002000100000000, 037745620566726f6e7400, false",
        "123485800000000100000000, '', false",
        "123485830000000000000000, '', false",
        "123485810000000000000000, '', true",
        "1234, '', false",
    })
    void answers_replyThatRepeatsTheQuestion_andFailuresWithoutIt(String header, String name, boolean fits) {
        byte[] reply = bytes(header + name + (name.isEmpty() ? "" : "00010001"));

        assertThat(DnsReply.answers(bytes(PLAIN), reply)).isEqualTo(fits);
    }

    @Test
    void passedOn_failureWithoutQuestion_hasTheAskers() throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(bytes(PLAIN));

        assertThat(hex(DnsReply.passedOn(query, bytes("000080810000000000000000"), 512)))
                .isEqualTo("123481810001000000000000" + "0377456205" + "66726f6e7400" + "00010001");
    }

    private static byte[] query(String... labels) {
        StringBuilder hex = new StringBuilder("123401000001000000000000");
        for (String label : labels) {
            hex.append(String.format("%02x", label.length()));
            hex.append(HexFormat.of().formatHex(label.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
        return bytes(hex + "00" + "00010001");
    }

    @Test
    void empty_eachCode_isInTheLastFourBits() throws DnsFormatException {
        DnsQuery query = DnsQuery.parse(bytes(PLAIN));

        for (ResponseCode code : ResponseCode.values()) {
            assertThat(ResponseCode.of(DnsReply.empty(query, code, false))).isEqualTo(code.number());
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }
}
