package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a page of {@code docs/operations} shows, line by line, and compares.
 *
 * <p>Blocks fenced as {@code console} hold commands, {@code $ event-store …}, and below each what it shows. A command ends with
 * 0 unless {@code $ echo $?} and a number follow. Where lines are shown, they are all that it shows: {@code …} stands for any
 * text in a line, and as a line for any lines. A command that ends with a backslash goes on in the next line. A {@code #}
 * begins a remark line. Every other command ({@code $ psql …}) is one that the test does by itself: {@link #byHand}.
 *
 * <pre>{@code
 * DocumentedCommands.page("pool.md")
 *         .on(store.target())
 *         .replacing("/var/backups/orders", folder.toString())
 *         .before("event-store pool show", () -> …)
 *         .byHand("psql -c 'select 1'", () -> …)
 *         .run();
 * }</pre>
 */
public final class DocumentedCommands {
    private static final String OCCURRENCE = " #";
    // Where Surefire runs: the module's folder.
    private static final Path DOCS = Path.of("..", "docs", "operations");

    private final DocumentedPage page;
    private final Map<String, String> replacements = new LinkedHashMap<>();
    private final Map<String, Runnable> preparations = new LinkedHashMap<>();
    private final Map<String, List<String>> additions = new LinkedHashMap<>();
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final Map<String, Runnable> byHand = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private @Nullable DatabaseTarget target;

    private DocumentedCommands(DocumentedPage page) {
        this.page = page;
    }

    /** {@return the commands of the page} */
    public static DocumentedCommands page(String file) {
        try {
            return of(Files.readString(DOCS.resolve(file)));
        } catch (IOException e) {
            throw new AssertionError("expected a page of the documentation: " + file, e);
        }
    }

    static DocumentedCommands of(String markdown) {
        return new DocumentedCommands(DocumentedPage.parse(markdown));
    }

    /** The database that the environment of each command leads to. */
    public DocumentedCommands on(DatabaseTarget database) {
        target = database;
        return this;
    }

    /** What the page calls so is called otherwise here: in commands and in what is shown. */
    public DocumentedCommands replacing(String documented, String actual) {
        replacements.put(documented, actual);
        return this;
    }

    /** Runs the action before the first command that begins so. */
    public DocumentedCommands before(String command, Runnable action) {
        preparations.put(command, action);
        return this;
    }

    /** Runs the action before the command of exactly this text, when it comes for so many times: 1 is the first. */
    public DocumentedCommands before(String command, int occurrence, Runnable action) {
        preparations.put(command + OCCURRENCE + occurrence, action);
        return this;
    }

    /** Calls the commands that begin so with these arguments, too; where several say so, the longest beginning counts. */
    public DocumentedCommands adding(String command, String... arguments) {
        additions.put(command, List.of(arguments));
        return this;
    }

    /** Does what the page says by another program than ours: the action instead of the command of exactly this text. */
    public DocumentedCommands byHand(String command, Runnable action) {
        byHand.put(command, action);
        return this;
    }

    /** Runs all of the page, in its order; fails at the first line that is not as the page says, or that nobody ran. */
    public void run() {
        assertThat(page.steps()).as("commands of the page").isNotEmpty();
        for (DocumentedPage.Step step : page.steps()) {
            prepare(step);
            if (step.isOurs()) {
                compare(step, call(step));
            } else {
                doByHand(step);
            }
        }
        assertThat(used)
                .as("what the test has prepared, and the page asks for")
                .containsAll(preparations.keySet())
                .containsAll(byHand.keySet());
    }

    private void prepare(DocumentedPage.Step step) {
        int occurrence = occurrences.merge(step.command(), 1, Integer::sum);
        String exactly = step.command() + OCCURRENCE + occurrence;
        preparations.forEach((beginning, action) -> {
            boolean meant = step.command().startsWith(beginning) || beginning.equals(exactly);
            if (meant && used.add(beginning)) {
                action.run();
            }
        });
    }

    private void doByHand(DocumentedPage.Step step) {
        Runnable action = byHand.get(step.command());
        if (action == null) {
            throw new AssertionError(step + ": expected the test to do it by hand, found nothing prepared");
        }
        used.add(step.command());
        action.run();
    }

    private Cli call(DocumentedPage.Step step) {
        String command = step.command();
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            command = command.replace(replacement.getKey(), replacement.getValue());
        }
        var words = new ArrayList<>(
                ShellWords.of(command).subList(1, ShellWords.of(command).size()));
        additions.keySet().stream()
                .filter(step.command()::startsWith)
                .max(Comparator.comparingInt(String::length))
                .ifPresent(beginning -> words.addAll(additions.getOrDefault(beginning, List.of())));
        String[] arguments = words.toArray(String[]::new);
        return target == null ? Cli.call(arguments) : Cli.on(target, arguments);
    }

    private void compare(DocumentedPage.Step step, Cli call) {
        String shown = call.shown();
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            shown = shown.replace(replacement.getValue(), replacement.getKey());
        }
        assertThat(call.code()).as("%s%n%s%nexit code", step, shown).isEqualTo(step.exitCode());
        if (!step.shown().isEmpty()) {
            assertThat(ShownLines.match(
                            step.shown(),
                            shown.stripTrailing()
                                    .lines()
                                    .map(String::stripTrailing)
                                    .toList()))
                    .as("%s%nthe page shows:%n%s%nit shows:%n%s", step, String.join("\n", step.shown()), shown)
                    .isTrue();
        }
    }
}
