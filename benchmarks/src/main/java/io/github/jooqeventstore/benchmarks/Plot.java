package io.github.jooqeventstore.benchmarks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A picture of some works, as SVG: one group of bars for each, a bar for the ratio of each contender to the base. */
record Plot(String title, List<List<Line>> groups) {

    private static final int WIDTH = 900;
    private static final int LABELS = 230;
    private static final int BARS = 400;
    private static final int BAR = 14;
    private static final int ROW = 20;
    private static final int HEAD = 34;
    private static final int TOP = 62;

    /** Bars longer than this, in ratios, are cut; their label says what they are. */
    private static final double LONGEST = 4;

    private static final String PATTERNS = """
            <defs>
            <pattern id="ours" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#1f4e79"/></pattern>
            <pattern id="peer" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2.5" height="6" fill="#8a4b08"/></pattern>
            <pattern id="other" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/><circle cx="2.5" cy="2.5" r="1.2" fill="#444"/></pattern>
            </defs>
            """;

    String svg() {
        StringBuilder body = new StringBuilder();
        int y = TOP;
        for (List<Line> group : groups) {
            y = group(body, group, y);
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + (y + 10)
                + "\" viewBox=\"0 0 " + WIDTH + " " + (y + 10)
                + "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>" + escaped(title)
                + "</title>\n" + PATTERNS + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
                + text(12, 24, "start", "font-size=\"16\" font-weight=\"bold\"", title) + legend() + body + "</svg>\n";
    }

    private String legend() {
        StringBuilder legend = new StringBuilder();
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        groups.forEach(group -> group.forEach(line -> kinds.add(Kind.of(line))));
        int x = 12;
        for (Kind kind : new ArrayList<>(kinds)) {
            legend.append(bar(x, 38, 22, kind)).append(text(x + 28, 50, "start", "", kind.legend));
            x += 44 + 7 * kind.legend.length();
        }
        return legend.toString();
    }

    private static int group(StringBuilder body, List<Line> group, int top) {
        Line first = group.getFirst();
        body.append(text(12, top + 22, "start", "font-weight=\"bold\"", heading(first)));
        double longest = group.stream()
                .mapToDouble(line -> line.ratio() == null ? 0 : Math.min(LONGEST, line.ratio()))
                .max()
                .orElse(1);
        double scale = BARS / Math.max(1.1, longest);
        int y = top + HEAD;
        for (Line line : group) {
            double ratio = line.ratio() == null ? 0 : line.ratio();
            int length = (int) Math.round(Math.min(LONGEST, ratio) * scale);
            body.append(text(LABELS - 8, y + 11, "end", "", line.contender()))
                    .append(bar(LABELS, y, length, Kind.of(line)))
                    .append(text(LABELS + length + 6, y + 11, "start", "", label(line)));
            y += ROW;
        }
        int one = LABELS + (int) Math.round(scale);
        body.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#000\" stroke-dasharray=\"3 3\"/>%n",
                one,
                top + HEAD - 4,
                one,
                y - 2));
        return y;
    }

    private static String heading(Line line) {
        return line.work() + ", " + plural(line.events(), "event") + ", " + plural(line.threads(), "thread");
    }

    private static String plural(int number, String noun) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : noun + "s");
    }

    private static String label(Line line) {
        String cpu = line.cpuRatio() == null ? "" : String.format(Locale.ROOT, ", CPU %.2f", line.cpuRatio());
        return String.format(
                Locale.ROOT,
                line.throughput() < 100 ? "%s (%,.1f/s%s)" : "%s (%,.0f/s%s)",
                Results.number("%.2f", line.ratio()),
                line.throughput(),
                cpu);
    }

    private static String bar(int x, int y, int width, Kind kind) {
        String fill = kind == Kind.BASE ? "#fff" : "url(#" + kind.pattern + ")";
        return "<rect x=\"" + x + "\" y=\"" + y + "\" width=\"" + Math.max(1, width) + "\" height=\"" + BAR
                + "\" fill=\"" + fill + "\" stroke=\"#000\"/>\n";
    }

    private static String text(int x, int y, String anchor, String more, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" " + more + ">" + escaped(text)
                + "</text>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
