package dev.berth.runtime.cli.text;

import dev.berth.runtime.cli.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The fields of what is listed: what each is called, its heading, and how it is read from the engine's answer. */
public final class Columns {
    private final Map<String, String> headings = new LinkedHashMap<>();
    private final Map<String, Function<JsonValue, Object>> readers = new LinkedHashMap<>();

    /** One more field. @return this */
    public Columns with(String field, String heading, Function<JsonValue, Object> reader) {
        headings.put(field, heading);
        readers.put(field, reader);
        return this;
    }

    /** One more field, which is the text of the same name in the engine's answer. @return this */
    public Columns text(String field, String heading) {
        return with(field, heading, thing -> thing.at(field).text());
    }

    /**
     * A listing of these things and their {@code Labels}.
     *
     * @param typeName what Docker calls a row in complaints
     * @param usual fields of the usual table
     */
    public Listing listing(String typeName, List<String> usual, List<JsonValue> things) {
        Listing listing = new Listing(typeName, headings, usual);
        for (JsonValue thing : things) {
            Map<String, Object> row = new LinkedHashMap<>();
            readers.forEach((field, reader) -> row.put(field, reader.apply(thing)));
            listing.add(row, thing.at("Labels"));
        }
        return listing;
    }

    /** A listing whose usual table has every field. */
    public Listing listing(String typeName, List<JsonValue> things) {
        return listing(typeName, List.copyOf(headings.keySet()), things);
    }
}
