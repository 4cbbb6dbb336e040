package dev.berth.runtime.cli.container;

import dev.berth.plugin.EngineException.InvalidParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of CSV: a field that begins with a quote ends with one, and two quotes in it are one. What is wrong is told as
 * Docker's command tells it, which has it from Go.
 *
 * @see <a href="https://pkg.go.dev/encoding/csv">encoding/csv</a>
 */
final class CsvLine {
    private final String line;
    private int at;

    private CsvLine(String line) {
        this.line = line;
    }

    /** @throws InvalidParameter the line is empty, or a quote is where none can be */
    static List<String> fields(String line) {
        if (line.isEmpty()) {
            throw new InvalidParameter("EOF");
        }
        CsvLine rest = new CsvLine(line);
        List<String> fields = new ArrayList<>();
        do {
            fields.add(rest.isAt('"') ? rest.quoted() : rest.plain());
        } while (rest.skip(','));
        return fields;
    }

    private boolean isAt(char wanted) {
        return at < line.length() && line.charAt(at) == wanted;
    }

    private boolean skip(char wanted) {
        boolean found = isAt(wanted);
        at += found ? 1 : 0;
        return found;
    }

    private String plain() {
        int comma = line.indexOf(',', at);
        String field = line.substring(at, comma < 0 ? line.length() : comma);
        int quote = field.indexOf('"');
        if (quote >= 0) {
            throw wrong(at + quote, "bare \" in non-quoted-field");
        }
        at += field.length();
        return field;
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                throw wrong(line.length(), "extraneous or missing \" in quoted-field");
            }
            field.append(line, at, quote);
            at = quote + 1;
            if (skip('"')) {
                field.append('"');
            } else if (at == line.length() || isAt(',')) {
                return field.toString();
            } else {
                throw wrong(quote, "extraneous or missing \" in quoted-field");
            }
        }
    }

    private static InvalidParameter wrong(int place, String what) {
        return new InvalidParameter("parse error on line 1, column " + (place + 1) + ": " + what);
    }
}
