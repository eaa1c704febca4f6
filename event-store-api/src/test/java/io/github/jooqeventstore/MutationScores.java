package io.github.jooqeventstore;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What PIT has found, class by class, and every change that no test has found. */
final class MutationScores {

    /** A class with those that are nested in it. */
    private record Score(int found, int all) {

        Score plus(boolean isFound) {
            return new Score(found + (isFound ? 1 : 0), all + 1);
        }
    }

    private final Map<String, Score> scores = new TreeMap<>();
    private final List<String> left = new ArrayList<>();

    private MutationScores() {}

    static MutationScores of(Path report) throws Exception {
        MutationScores scores = new MutationScores();
        NodeList changes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("mutation");
        for (int i = 0; i < changes.getLength(); i++) {
            scores.add((Element) changes.item(i));
        }
        return scores;
    }

    private void add(Element change) {
        String name = text(change, "mutatedClass").replaceFirst(".*[.]", "");
        boolean found = Boolean.parseBoolean(change.getAttribute("detected"));
        scores.merge(name.replaceFirst("[$].*", ""), new Score(0, 0).plus(found), (score, one) -> score.plus(found));
        if (!found) {
            left.add(name + "." + text(change, "mutatedMethod") + ", line " + text(change, "lineNumber") + ": "
                    + text(change, "description") + " (" + change.getAttribute("status") + ")");
        }
    }

    private static String text(Element change, String name) {
        return change.getElementsByTagName(name).item(0).getTextContent();
    }

    void print(PrintStream out) {
        scores.forEach((name, score) -> out.printf(
                "%-32s %4d of %4d changes found, %3d %%%n",
                name, score.found(), score.all(), 100 * score.found() / score.all()));
        left.stream().sorted().forEach(out::println);
    }
}
