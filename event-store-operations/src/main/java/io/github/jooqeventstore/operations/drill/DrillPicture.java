package io.github.jooqeventstore.operations.drill;

import static java.util.Locale.ROOT;

import java.util.List;

/**
 * The steps of a drill as a picture: a bar each, on one axis of time. It tells without colour: what was done while the store was
 * away is hatched, the failure is a line with its name, and each bar has its seconds beside it. Numbers have a point whatever the
 * machine's language is.
 *
 * @param steps in their order
 * @param failedAt when the server failed
 */
record DrillPicture(List<DrillStep> steps, double failedAt) {
    private static final int LEFT = 430;
    private static final int BARS = 500;
    private static final int RIGHT = 90;
    private static final int ROW = 26;
    private static final int TOP = 40;
    private static final double THINNEST = 2;

    String svg() {
        double end = steps.isEmpty() ? 1 : Math.max(steps.getLast().end(), 0.001);
        int height = TOP + steps.size() * ROW + 40;
        StringBuilder svg = new StringBuilder(String.format(ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" viewBox="0 0 %d %d" width="100%%"\
                 font-family="sans-serif" font-size="13">
                <title id="t">Steps of the drill</title>
                <desc id="d">A bar for each step on an axis of %.1f seconds; the server fails at %.1f.</desc>
                <defs><pattern id="away" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
                <rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="#b00"/></pattern></defs>
                """, LEFT + BARS + RIGHT, height, end, failedAt));
        for (int i = 0; i < steps.size(); i++) {
            bar(svg, steps.get(i), TOP + i * ROW, BARS / end);
        }
        double x = LEFT + failedAt * BARS / end;
        svg.append(String.format(
                ROOT,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#000\" stroke-width=\"2\""
                        + " stroke-dasharray=\"5 3\"/>%n",
                x,
                TOP - 12,
                x,
                height - 34));
        svg.append(String.format(
                ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">the server fails, %.1f s</text>%n",
                Math.clamp(x, LEFT, LEFT + BARS),
                TOP - 18,
                failedAt));
        axis(svg, height - 30, end);
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, DrillStep step, int y, double scale) {
        double x = LEFT + step.begin() * scale;
        double width = Math.max(step.seconds() * scale, THINNEST);
        svg.append(String.format(
                ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 15, step.name()));
        svg.append(String.format(
                ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"#000\"/>%n",
                x,
                y + 3,
                width,
                ROW - 8,
                step.outage() ? "url(#away)" : "#ccc"));
        svg.append(String.format(
                ROOT, "<text x=\"%.1f\" y=\"%d\">%.2f s</text>%n", x + width + 6, y + 15, step.seconds()));
    }

    private static void axis(StringBuilder svg, int y, double end) {
        svg.append(String.format(
                ROOT, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#000\"/>%n", LEFT, y, LEFT + BARS, y));
        svg.append(String.format(ROOT, "<text x=\"%d\" y=\"%d\">0 s</text>%n", LEFT, y + 18));
        svg.append(String.format(
                ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.1f s</text>%n", LEFT + BARS, y + 18, end));
    }
}
