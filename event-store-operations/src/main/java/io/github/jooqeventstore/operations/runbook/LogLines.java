package io.github.jooqeventstore.operations.runbook;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of the server's log without what may be data: of each message what the server itself has to say.
 *
 * <p>Statements, parameters, details and whatever goes on in further lines are left out, and so is the text of what a function
 * has said. In what clients have caused, an error for instance, all that stands in quotes is hidden, and what follows a colon;
 * elsewhere, what stands in quotes unless it is a plain name. A line that is none of English messages is left out.
 */
final class LogLines {
    // The first label decides: what looks like one further on stands in a statement.
    private static final Pattern LABELLED =
            Pattern.compile("^(?<prefix>|[^\\t].*?)(?<label>DEBUG[1-5]?|INFO|NOTICE|WARNING"
                    + "|ERROR|LOG|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|LOCATION|BACKTRACE|STATEMENT):  (?<text>.*)$");
    private static final Set<String> FURTHER =
            Set.of("DETAIL", "HINT", "QUERY", "CONTEXT", "LOCATION", "BACKTRACE", "STATEMENT");
    private static final Set<String> OF_THE_SERVER = Set.of("LOG", "FATAL", "PANIC");
    // Behind these words a statement begins, or its values.
    private static final Pattern STATEMENT = Pattern.compile(
            "(?i)\\b(statement|parameters|plan|query|(?:execute|parse|bind|fetch|fastpath)\\b[^:]*):.*$");
    private static final Pattern SETTING = Pattern.compile("changed to \".*$");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|«[^»]*»");
    private static final Pattern UNBALANCED = Pattern.compile("[\"'].*$");
    private static final Pattern PLAIN = Pattern.compile("[\"'«][A-Za-z0-9_./:-]{1,100}[\"'»]");
    private static final String HIDDEN = "…";

    private final StringBuilder text = new StringBuilder();
    private String prefix = "";
    private String said = "";
    private long left;

    private LogLines() {}

    static String of(List<String> lines) {
        var shown = new LogLines();
        lines.forEach(shown::line);
        shown.end();
        return shown.text
                .append("(")
                .append(shown.left)
                .append(" lines of statements, details and other text are left out)\n")
                .toString();
    }

    private void line(String line) {
        Matcher labelled = LABELLED.matcher(line);
        String label = labelled.matches() ? labelled.group("label") : "";
        if (label.isEmpty() || FURTHER.contains(label)) {
            left++;
            // It follows what was said within a function: by raise, and by our own triggers.
            said = label.equals("CONTEXT") && !said.isEmpty() ? HIDDEN : said;
            return;
        }
        end();
        prefix = labelled.group("prefix") + label + ":  ";
        said = shown(label, labelled.group("text"));
    }

    private void end() {
        if (!prefix.isEmpty()) {
            text.append(prefix).append(said).append('\n');
        }
        prefix = "";
        said = "";
    }

    private static String shown(String severity, String message) {
        String told = STATEMENT.matcher(message).replaceFirst("$1: " + HIDDEN);
        told = SETTING.matcher(told).replaceFirst("changed to " + HIDDEN);
        if (OF_THE_SERVER.contains(severity)) {
            return withoutTail(QUOTED.matcher(told)
                    .replaceAll(quoted -> Matcher.quoteReplacement(
                            PLAIN.matcher(quoted.group()).matches() ? quoted.group() : HIDDEN)));
        }
        String hidden = withoutTail(QUOTED.matcher(told).replaceAll(HIDDEN));
        int colon = hidden.indexOf(':');
        return colon < 0 ? hidden : hidden.substring(0, colon) + ": " + HIDDEN;
    }

    // A quote that nothing closes goes on in lines that are left out.
    private static String withoutTail(String message) {
        String names = PLAIN.matcher(message).replaceAll("");
        return UNBALANCED.matcher(names).find() ? UNBALANCED.matcher(message).replaceFirst(HIDDEN) : message;
    }
}
