package dev.berth.runtime.cli.text;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.cli.json.JsonValue;
import dev.berth.runtime.cli.template.Method;
import dev.berth.runtime.cli.template.Template;
import dev.berth.runtime.cli.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows printed as {@code --format} says: a table of the usual columns, {@code table} with a template, {@code json}, or a
 * template per row.
 */
public final class Listing {
    private static final Pattern FIELD =
            Pattern.compile("\\{\\{-?\\s*(?:\\w+\\s+)?\\.(\\w+)(?:\\s+\"([^\"]*)\")?[^}]*}}");

    private final String typeName;
    private final Map<String, String> headings;
    private final List<String> columns;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /**
     * An empty listing.
     *
     * @param typeName what Docker calls a row in complaints
     * @param headings heading by field, of every field that a row has
     * @param columns fields of the usual table
     */
    public Listing(String typeName, Map<String, String> headings, List<String> columns) {
        this.typeName = typeName;
        this.headings = new LinkedHashMap<>(headings);
        this.columns = List.copyOf(columns);
    }

    /** Adds a row; a value for every field that has a heading. */
    public void add(Map<String, Object> row) {
        rows.add(row);
    }

    /** Adds a row of something with labels, which {@code .Label "name"} gives. */
    public void add(Map<String, Object> row, JsonValue labels) {
        Map<String, String> texts = new LinkedHashMap<>();
        labels.fields().forEach((name, value) -> texts.put(name, value.text()));
        Map<String, Object> whole = new LinkedHashMap<>(row);
        whole.put("Label", Method.label(texts));
        rows.add(whole);
    }

    /**
     * What is printed.
     *
     * @param format {@code --format}'s value; empty for the usual table
     * @throws CliException if the template is wrong
     */
    public String text(String format) {
        if (format.isEmpty() || format.equals("table")) {
            return usual();
        }
        if (format.equals("json")) {
            StringBuilder lines = new StringBuilder();
            rows.forEach(row -> lines.append(JsonText.compact(values(row))).append('\n'));
            return lines.toString();
        }
        try {
            return format.startsWith("table ") ? ownTable(format.substring(6)) : lines(format);
        } catch (TemplateException wrong) {
            throw new CliException(
                    1,
                    (wrong.isExecution() ? "failed to execute template: " : "failed to parse template: ")
                            + wrong.text());
        }
    }

    /** What of a row is a value, by name as Docker orders them. */
    private static Map<String, Object> values(Map<String, Object> row) {
        Map<String, Object> values = new TreeMap<>(row);
        values.values().removeIf(Method.class::isInstance);
        return values;
    }

    private String usual() {
        Table table = new Table(columns.stream().map(this::heading).toArray(String[]::new));
        for (Map<String, Object> row : rows) {
            table.add(columns.stream().map(column -> shown(row, column)).toList());
        }
        return table.text();
    }

    private String heading(String column) {
        return headings.getOrDefault(column, column);
    }

    private static String shown(Map<String, Object> row, String column) {
        return String.valueOf(row.getOrDefault(column, ""));
    }

    private String lines(String format) {
        Template template = Template.parse(unescape(format), typeName);
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(template.apply(row)).append('\n'));
        return lines.toString();
    }

    private String ownTable(String format) {
        String text = unescape(format);
        Template template = Template.parse(text, typeName);
        Matcher field = FIELD.matcher(text);
        String head = field.replaceAll(match -> Matcher.quoteReplacement(
                match.group(2) == null ? ownHeading(match.group(1)) : labelHeading(match.group(2))));
        Table table = new Table(head.split("\t", -1));
        rows.forEach(row -> table.add(List.of(template.apply(row).split("\t", -1))));
        return table.text();
    }

    private String ownHeading(String column) {
        return heading(column).toUpperCase(Locale.ROOT);
    }

    /** {@code foo bar} for the label {@code com.example.foo-bar}. */
    private static String labelHeading(String label) {
        return label.substring(label.lastIndexOf('.') + 1).replace('-', ' ').replace('_', ' ');
    }

    /** A shell passes {@code \t} and {@code \n} as two characters. */
    private static String unescape(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }
}
