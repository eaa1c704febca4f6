package io.github.jooqeventstore.example;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints what an import came to, and what of the history is not in it. */
final class Summary {

    private final PrintStream out;

    Summary(PrintStream out) {
        this.out = out;
    }

    void print(Importer.Result result, Duration time, boolean shallow) {
        if (result.commits() == 0) {
            out.println("Nothing new: all " + Display.number(result.before())
                    + " commits are imported already, nothing was appended.");
        } else {
            imported(result, time);
        }
        History history = result.history();
        if (shallow) {
            out.println("The clone is shallow: what was before its first commits is not imported.");
        }
        if (history.tooLate() > 0) {
            out.println(
                    Display.number(history.tooLate()) + " commits that came to light below imported ones are left out;"
                            + " -Ddata=FOLDER with a new folder imports all.");
        }
        if (history.elsewhere() > 0) {
            out.println(Display.number(history.elsewhere()) + " imported commits are not in the history of HEAD:"
                    + " of another branch, or rewritten since.");
        }
        out.println();
    }

    private void imported(Importer.Result result, Duration time) {
        double seconds = Math.max(time.toMillis(), 1) / 1000.0;
        out.println("Imported " + Display.number(result.commits()) + " commits as " + Display.number(result.events())
                + " events in " + String.format(Locale.ROOT, "%.1f", seconds) + " s, "
                + Display.number(Math.round(result.commits() / seconds)) + " commits a second.");
        if (result.before() > 0) {
            out.println(Display.number(result.before()) + " were imported before.");
        }
    }
}
