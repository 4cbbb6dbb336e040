package dev.berth.runtime.cli.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/** JSON values that follow each other, as an event stream sends them. */
public final class JsonStream implements AutoCloseable {
    private final JsonParser parser;

    JsonStream(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Waits for the next value.
     *
     * @return empty at the end
     */
    public Optional<JsonValue> next() throws IOException {
        return parser.nextToken() == null ? Optional.empty() : Optional.of(JsonValue.of(JsonText.value(parser)));
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
