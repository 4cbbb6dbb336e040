package dev.berth.plugin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What dockerd 20.10.24 sent to a plugin of all three types, recorded. */
class RecordedConversationTest {
    private static final Map<String, Class<?>> REQUESTS = requests();

    private static Map<String, Class<?>> requests() {
        Map<String, Class<?>> types = new HashMap<>();
        types.put(VolumeProtocol.CREATE, VolumeProtocol.Creation.class);
        types.put(VolumeProtocol.GET, VolumeProtocol.Named.class);
        types.put(VolumeProtocol.REMOVE, VolumeProtocol.Named.class);
        types.put(VolumeProtocol.MOUNT, VolumeProtocol.Held.class);
        types.put(VolumeProtocol.UNMOUNT, VolumeProtocol.Held.class);
        types.put(IpamProtocol.REQUEST_POOL, IpamProtocol.PoolWish.class);
        types.put(IpamProtocol.RELEASE_POOL, IpamProtocol.PoolReturn.class);
        types.put(IpamProtocol.REQUEST_ADDRESS, IpamProtocol.AddressWish.class);
        types.put(IpamProtocol.RELEASE_ADDRESS, IpamProtocol.AddressReturn.class);
        types.put(NetworkProtocol.CREATE_NETWORK, NetworkProtocol.NetworkCreation.class);
        types.put(NetworkProtocol.DELETE_NETWORK, NetworkProtocol.NetworkReference.class);
        types.put(NetworkProtocol.CREATE_ENDPOINT, NetworkProtocol.EndpointCreation.class);
        types.put(NetworkProtocol.ENDPOINT_INFO, NetworkProtocol.EndpointReference.class);
        types.put(NetworkProtocol.DELETE_ENDPOINT, NetworkProtocol.EndpointReference.class);
        types.put(NetworkProtocol.JOIN, NetworkProtocol.Joining.class);
        types.put(NetworkProtocol.LEAVE, NetworkProtocol.EndpointReference.class);
        types.put(NetworkProtocol.PROGRAM, NetworkProtocol.Programming.class);
        types.put(NetworkProtocol.REVOKE, NetworkProtocol.EndpointReference.class);
        return types;
    }

    record Sent(String path, String request) {}

    static List<Sent> conversation() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RecordedConversationTest.class.getResourceAsStream("dockerd-20.10.24.jsonl"))) {
            List<Sent> sent = new ArrayList<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                sent.add(PluginJson.read(line.getBytes(StandardCharsets.UTF_8), Sent.class));
            }
            return sent;
        }
    }

    @ParameterizedTest
    @MethodSource("conversation")
    void request_recorded_isReadWithoutLoss(Sent sent) {
        byte[] body = sent.request().getBytes(StandardCharsets.UTF_8);
        Class<?> type = REQUESTS.getOrDefault(sent.path(), PluginProtocol.Done.class);
        JsonNode written = PluginJson.tree(PluginJson.write(PluginJson.read(body, type)));
        assertThat(withoutNothing(written)).isEqualTo(withoutNothing(PluginJson.tree(body)));
    }

    /** Go omits some empty maps and writes null for others. */
    private static JsonNode withoutNothing(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            List<String> empty = new ArrayList<>();
            object.properties().forEach(entry -> {
                JsonNode value = withoutNothing(entry.getValue());
                if (value.isNull() || value.isContainerNode() && value.isEmpty()) {
                    empty.add(entry.getKey());
                }
            });
            object.remove(empty);
        } else {
            tree.forEach(RecordedConversationTest::withoutNothing);
        }
        return tree;
    }

    @Test
    void conversation_hasEveryTypeOfCall() throws IOException {
        assertThat(conversation()).extracting(Sent::path).containsAll(REQUESTS.keySet());
    }

    @Test
    void read_nullsUnknownKeysAndNoBody_areNothing() {
        byte[] nulls = "{\"Name\":null,\"Opts\":null,\"Extra\":[1]}".getBytes(StandardCharsets.UTF_8);
        assertThat(PluginJson.read(nulls, VolumeProtocol.Creation.class))
                .isEqualTo(new VolumeProtocol.Creation("", Map.of()));
        assertThat(PluginJson.read("null".getBytes(StandardCharsets.UTF_8), VolumeProtocol.Found.class)
                        .volume())
                .isNull();
        assertThat(PluginJson.read(new byte[0], VolumeProtocol.Listed.class).volumes())
                .isEmpty();
    }
}
