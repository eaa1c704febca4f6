package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.TestStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The helper that runs the commands of a page. */
class DocumentedCommandsTest {
    private static final String NO_DATABASE =
            "event-store: database: expected --url or the variable EVENT_STORE_URL, found neither";

    private static String page(String... lines) {
        return "Text.\n\n```console\n" + String.join("\n", lines) + "\n```\n\n```sql\n$ none of ours\n```\n";
    }

    @Nested
    class Runs {
        @Test
        void whatThePageShows() {
            List<String> done = new ArrayList<>();
            DocumentedCommands commands = DocumentedCommands.of(page(
                            "# a remark",
                            "$ event-store store show \\",
                            "    --schema 'my_store'",
                            "store   …",
                            "…",
                            "$ psql -c \"select 1 | 2\"",
                            "1",
                            "$ event-store store no-such",
                            "…",
                            "$ echo $?",
                            "2"))
                    .on(TestStore.create().target())
                    .replacing("my_store", "event_store")
                    .before("event-store store show", () -> done.add("before"))
                    .byHand("psql -c \"select 1 | 2\"", () -> done.add("by hand"));

            assertThatCode(commands::run).doesNotThrowAnyException();

            assertThat(done).containsExactly("before", "by hand");
        }

        @Test
        void wordsAsAShellDoes() {
            assertThat(ShellWords.of("event-store  a 'b  c' \"d 'e'\" f\\ g ''"))
                    .containsExactly("event-store", "a", "b  c", "d 'e'", "f g", "");
        }
    }

    @Nested
    class Fails {
        @Test
        void forAnotherExitCode() {
            assertThatThrownBy(() -> DocumentedCommands.of(page("$ event-store store show", "…", "$ echo $?", "1"))
                            .run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("line 4: $ event-store store show");
        }

        @Test
        void forAFailureThatThePageDoesNotTell() {
            assertThatThrownBy(() -> DocumentedCommands.of(page("$ event-store store show"))
                            .run())
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void forAnotherOutput() {
            DocumentedCommands right =
                    DocumentedCommands.of(page("$ event-store store show", NO_DATABASE, "$ echo $?", "2"));
            DocumentedCommands wrong =
                    DocumentedCommands.of(page("$ event-store store show", NO_DATABASE + "!", "$ echo $?", "2"));

            assertThatCode(right::run).doesNotThrowAnyException();
            assertThatThrownBy(wrong::run).isInstanceOf(AssertionError.class).hasMessageContaining("found neither!");
        }

        @Test
        void forALineThatNobodyRuns() {
            assertThatThrownBy(() -> DocumentedCommands.of(page("$ psql -c 1")).run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("line 4: $ psql -c 1: expected the test to do it by hand, found nothing prepared");
            assertThatThrownBy(() -> DocumentedCommands.of(page("$ event-store store show | less"))
                            .run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected one plain command");
        }

        @Test
        void forAPreparationThatThePageDoesNotNeed() {
            assertThatThrownBy(() -> DocumentedCommands.of(page("$ event-store store show", "…", "$ echo $?", "2"))
                            .before("event-store backup", () -> {})
                            .run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("event-store backup");
        }
    }
}
