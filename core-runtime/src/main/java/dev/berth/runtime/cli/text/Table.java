package dev.berth.runtime.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Columns aligned by spaces, three between them and none too few, as Docker's tables. */
public final class Table {
    private static final int GAP = 3;

    private final int least;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table of columns at least ten wide with their gap, as Go's tabwriter is set there. */
    public Table(String... headings) {
        this(10, headings);
    }

    /** @param least least width of a column without its gap */
    public Table(int least, String... headings) {
        this.least = least;
        rows.add(List.of(headings));
    }

    /** Adds a row; a cell's tabs and newlines become spaces. */
    public void add(List<String> cells) {
        rows.add(cells.stream()
                .map(cell -> cell.replace('\t', ' ').replace('\n', ' '))
                .toList());
    }

    /** The lines, each with its newline. */
    public String text() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < Math.min(columns, row.size()); column++) {
                widths[column] = Math.max(widths[column], Math.max(least, width(row.get(column)) + GAP));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                boolean last = column == row.size() - 1;
                line.append(row.get(column));
                if (!last) {
                    line.append(" ".repeat(widths[column] - width(row.get(column))));
                }
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
