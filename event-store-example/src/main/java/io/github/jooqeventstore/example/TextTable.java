package io.github.jooqeventstore.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table for the terminal: as wide as it must be, and never wider than the terminal. */
final class TextTable {

    /** What is done with text that is too wide for its column. */
    enum Column {
        /** To the right. */
        NUMBER,
        /** To the left; the end goes. */
        TEXT,
        /** To the left; the beginning goes. */
        PATH;

        String cut(String cell, int width) {
            return this == PATH ? Display.cutBeginning(cell, width) : Display.cutEnd(cell, width);
        }
    }

    private static final String GAP = "  ";

    private final String title;
    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable(String title, List<Column> columns) {
        this.title = title;
        this.columns = columns;
    }

    static TextTable of(String title, Column... columns) {
        return new TextTable(title, List.of(columns));
    }

    /** A row; the first one is the head. */
    TextTable row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof Number number ? Display.number(number.longValue()) : cell.toString())
                .map(Display::safe)
                .toList());
        return this;
    }

    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder table = new StringBuilder(title).append('\n');
        for (int i = 0; i < rows.size(); i++) {
            append(table, rows.get(i), widths);
            if (i == 0) {
                append(table, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths);
            }
        }
        return table.toString();
    }

    private void append(StringBuilder table, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = columns.get(i).cut(row.get(i), widths[i]);
            String padding = " ".repeat(Math.max(0, widths[i] - Display.width(cell)));
            line.append(GAP).append(columns.get(i) == Column.NUMBER ? padding + cell : cell + padding);
        }
        table.append(line.toString().stripTrailing()).append('\n');
    }

    /** What is too much is taken from the widest column that is no number, again and again. */
    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Display.width(row.get(i)));
            }
        }
        int room = Display.COLUMNS - GAP.length() * widths.length;
        while (Arrays.stream(widths).sum() > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (columns.get(i) != Column.NUMBER && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0 || widths[widest] == 1) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }
}
