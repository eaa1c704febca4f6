package io.github.jooqeventstore.example;

import static io.github.jooqeventstore.example.TextTable.Column.NUMBER;
import static io.github.jooqeventstore.example.TextTable.Column.PATH;
import static io.github.jooqeventstore.example.TextTable.Column.TEXT;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints answers as tables. */
final class Report {

    private static final int ROWS = 10;

    /** Of a long life the beginning and the end are shown, so many events of each. */
    private static final int EVENTS_SHOWN = 5;

    private final Questions questions;
    private final LifeOfFile lives;
    private final PrintStream out;

    Report(Questions questions, EventStore store, int repository, PrintStream out) {
        this.questions = questions;
        this.lives = new LifeOfFile(store, repository);
        this.out = out;
    }

    void print(@Nullable String file) {
        var files = questions.mostChangedFiles(ROWS);
        mostChangedFiles(files);
        busiestMonths();
        if (file != null) {
            lifeOf(file);
        } else if (!files.isEmpty()) {
            lifeOf(files.getFirst().path());
        }
        busiestAuthors();
        churnByDirectory();
    }

    private void mostChangedFiles(List<Questions.FileChanges> files) {
        TextTable table = TextTable.of("Most changed files", NUMBER, NUMBER, NUMBER, NUMBER, PATH)
                .row("events", "changed", "renamed", "deleted", "file");
        files.forEach(file -> table.row(file.events(), file.changed(), file.renamed(), file.deleted(), file.path()));
        out.println(table);
    }

    private void busiestMonths() {
        TextTable table = TextTable.of("Busiest months", TEXT, NUMBER, NUMBER).row("month", "commits", "events");
        questions.busiestMonths(ROWS).forEach(month -> table.row(month.month(), month.commits(), month.files()));
        out.println(table);
    }

    private void lifeOf(String file) {
        List<RecordedEvent> events = lives.load(file);
        if (events.isEmpty()) {
            out.println("Life of " + Display.safe(file) + "\n  There never was such a file.\n");
            return;
        }
        TextTable table = TextTable.of(title(FileLife.of(events)), TEXT, TEXT, TEXT, PATH)
                .row("committed", "event", "by", "path");
        int left = events.size() - 2 * EVENTS_SHOWN;
        for (int i = 0; i < events.size(); i++) {
            if (i >= EVENTS_SHOWN && i < EVENTS_SHOWN + left) {
                table.row("...", "and " + Display.number(left) + " more", "", "");
                i += left;
            }
            row(table, events.get(i));
        }
        out.println(table);
    }

    private static String title(FileLife life) {
        return Display.cutEnd("Life of " + Display.safe(life.path()), Display.COLUMNS) + "\n  added "
                + times(life.added())
                + ", changed " + times(life.changed()) + ", renamed " + times(life.renamed()) + ", deleted "
                + times(life.deleted()) + "; " + (life.isThere() ? "it is there" : "it is gone");
    }

    private static String times(int number) {
        return Display.number(number) + (number == 1 ? " time" : " times");
    }

    private static void row(TextTable table, RecordedEvent event) {
        if (event.payload() instanceof FileEvent file) {
            String day = file.committedAt().toString().substring(0, "2000-01-01".length());
            String by = Objects.requireNonNullElse(event.metadata().userId(), "");
            table.row(day, event.type(), by, file.path());
        }
    }

    private void busiestAuthors() {
        TextTable table = TextTable.of("Busiest authors", NUMBER, NUMBER, NUMBER, TEXT, TEXT)
                .row("commits", "events", "files", "name", "e-mail");
        questions
                .busiestAuthors(ROWS)
                .forEach(author ->
                        table.row(author.commits(), author.changes(), author.files(), author.name(), author.id()));
        out.println(table);
    }

    private void churnByDirectory() {
        TextTable table = TextTable.of("Churn by directory", NUMBER, NUMBER, NUMBER, NUMBER, PATH)
                .row("events", "came", "changed", "gone", "directory");
        questions
                .churnByDirectory(ROWS)
                .forEach(churn ->
                        table.row(churn.events(), churn.came(), churn.changed(), churn.gone(), churn.directory()));
        out.println(table);
    }
}
