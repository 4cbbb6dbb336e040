package dev.berth.runtime.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON from and to text, as maps, lists, strings, numbers and booleans. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /**
     * Reads one value.
     *
     * @throws IOException if the text is not JSON
     */
    public static JsonValue read(byte[] utf8) throws IOException {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            return parser.nextToken() == null ? JsonValue.of(null) : JsonValue.of(value(parser));
        }
    }

    /**
     * Reads one value.
     *
     * @throws IOException if the text is not JSON
     */
    public static JsonValue read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads values that follow each other, as they come. */
    public static JsonStream stream(InputStream in) throws IOException {
        return new JsonStream(FACTORY.createParser(in));
    }

    /** The value on one line without spaces. */
    public static String compact(@Nullable Object value) {
        return write(value, null);
    }

    /** The value indented by four spaces, {@code "key": value}, empty containers closed at once: Docker's inspect. */
    public static String indented(@Nullable Object value) {
        return write(value, new GoPrinter("    "));
    }

    private static String write(@Nullable Object value, @Nullable GoPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (printer != null) {
                generator.setPrettyPrinter(printer);
            }
            put(generator, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void put(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof JsonValue wrapped) {
            put(out, wrapped.plain());
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                put(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                put(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Number number) {
            out.writeNumber(number.toString());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value.toString());
        }
    }

    static @Nullable Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getNumberValue();
            case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            map.put(key, value(in));
        }
        return map;
    }

    private static List<@Nullable Object> array(JsonParser in) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(in));
        }
        return list;
    }

    /** Go's MarshalIndent: a newline per element of arrays too, no space before the colon, {@code []} and {@code {}}. */
    private static final class GoPrinter extends DefaultPrettyPrinter {
        private static final long serialVersionUID = 1L;

        private final String step;

        GoPrinter(String step) {
            this.step = step;
            DefaultIndenter lines = new DefaultIndenter(step, "\n");
            indentObjectsWith(lines);
            indentArraysWith(lines);
        }

        @Override
        public DefaultPrettyPrinter createInstance() {
            return new GoPrinter(step);
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeEndObject(JsonGenerator out, int count) throws IOException {
            if (count > 0) {
                super.writeEndObject(out, count);
                return;
            }
            _nesting--;
            out.writeRaw('}');
        }

        @Override
        public void writeEndArray(JsonGenerator out, int count) throws IOException {
            if (count > 0) {
                super.writeEndArray(out, count);
                return;
            }
            _nesting--;
            out.writeRaw(']');
        }
    }
}
