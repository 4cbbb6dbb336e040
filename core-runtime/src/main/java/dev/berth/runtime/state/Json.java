package dev.berth.runtime.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.time.Instant;

/** Docker's JSON: unknown members are passed over, times are RFC 3339 with nanoseconds in UTC. */
public final class Json {
    private static final ObjectMapper MAPPER = builder().build();
    private static final ObjectMapper STRICT = builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private Json() {}

    private static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(new SimpleModule()
                        .addSerializer(new InstantWriter())
                        .addDeserializer(Instant.class, new InstantReader()));
    }

    /** As {@link #mapper}, but takes no number for a text and no text for a number or a truth. */
    public static ObjectMapper strictMapper() {
        return STRICT;
    }

    /** The one mapper; never reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** {@code value} as JSON on one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("write " + value.getClass().getName() + " as JSON", failure);
        }
    }

    /**
     * Reads what {@link #write} wrote or a client sent.
     *
     * @throws EngineException.InvalidParameter it is not JSON of that shape
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException failure) {
            throw new EngineException.InvalidParameter("invalid JSON: " + failure.getOriginalMessage(), failure);
        }
    }

    /**
     * Reads any JSON.
     *
     * @throws EngineException.InvalidParameter it is not JSON
     */
    public static JsonNode tree(String json) {
        return read(json, JsonNode.class);
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getValueAsString());
        }
    }
}
