package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What needs no database: files are made and read. */
class MigrateFilesTest {
    @TempDir
    private Path folder;

    @Nested
    class Create {
        private Cli create(String... arguments) {
            String[] all = new String[arguments.length + 4];
            System.arraycopy(
                    new String[] {
                        "migrate", "create", "--location", folder.resolve("db").toString()
                    },
                    0,
                    all,
                    0,
                    4);
            System.arraycopy(arguments, 0, all, 4, arguments.length);
            return Cli.call(all);
        }

        @Test
        void takesTheNextNumberAndATemplateThatIsRefusedUntilItIsFilledIn() throws IOException {
            assertThat(create("Add the tenant!").out()).contains("V1__add_the_tenant.sql");
            Files.writeString(folder.resolve("db").resolve("V41__x.sql"), "select 1;\n");

            Cli call = create("by user", "--concurrently", "--undo");

            assertThat(call.out()).contains("V42__by_user.sql", "U42__by_user.sql");
            assertThat(Files.readString(folder.resolve("db").resolve("V42__by_user.sql")))
                    .startsWith("-- event-store:transactional=false\n");
            assertThat(Files.readString(folder.resolve("db").resolve("U42__by_user.sql")))
                    .contains("Undoes V42");
            assertThat(Cli.call(
                                    "migrate",
                                    "lint",
                                    folder.resolve("db")
                                            .resolve("V42__by_user.sql")
                                            .toString())
                            .out())
                    .contains(":1 error empty: no statement");
        }

        @Test
        void needsAName() {
            assertThat(create("!!").code()).isEqualTo(2);
            assertThat(create().code()).isEqualTo(2);
        }
    }

    @Nested
    class Lint {
        private String file(String name, String sql) throws IOException {
            return Files.writeString(folder.resolve(name), sql).toString();
        }

        @Test
        void tellsFileLineRuleWhyAndWhatToWriteInstead() throws IOException {
            String file = file("V1__forget.sql", "select 1;\n\ndelete from events;\n");

            Cli call = Cli.call("migrate", "lint", file);

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.out()).isEqualToNormalizingNewlines("""
                    %s:3 error history: delete of events
                      why: events and streams are only ever appended to, by the store
                      fix: append an event that says what changed, or archive the stream
                    """.formatted(file));
        }

        @Test
        void warnsWithoutRefusing() throws IOException {
            Cli call = Cli.call(
                    "migrate", "lint", "--json", file("V1__a.sql", "create table if not exists a (id int);\n"));

            assertThat(call.code()).isZero();
            JsonNode finding = new JsonMapper().readTree(call.out()).get(0);
            assertThat(finding.get("severity").asString()).isEqualTo("warning");
            assertThat(finding.get("rule").asString()).isEqualTo("if-not-exists");
        }

        @Test
        void findsNothingInGoodFiles() throws IOException {
            assertThat(Cli.call("migrate", "lint", file("V1__a.sql", "create table a (id int);\n"))
                            .out())
                    .contains("nothing found");
        }

        @Test
        void needsAFileThatIsThere() {
            assertThat(Cli.call("migrate", "lint").code()).isEqualTo(2);
            assertThat(Cli.call("migrate", "lint", folder.resolve("none.sql").toString())
                            .code())
                    .isEqualTo(2);
        }
    }
}
