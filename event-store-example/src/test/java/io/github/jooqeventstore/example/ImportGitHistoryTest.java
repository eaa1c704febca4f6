package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class ImportGitHistoryTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private final PGSimpleDataSource database = TestImport.empty();

    @Nested
    class WithARepository {

        private TestRepository repository;

        @BeforeEach
        void makeIt() {
            repository = TestRepository.in(folder);
        }

        @AfterEach
        void close() {
            repository.close();
        }

        @Test
        void importsItAndAnswersInTables() {
            String lines = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";
            TestRepository.Files files =
                    repository.files().with("old\u001B[31m.txt", lines).with("a", "1");
            ObjectId one = repository.commit("Bob <bob@example.org>", files);
            ObjectId two =
                    repository.commit(repository.files().with("new.txt", lines).with("a", "2"), one);
            repository.head(repository.commit(
                    repository.files().with("new.txt", lines + "more").with("a", "2"), two));

            assertThat(run("new.txt")).isZero();

            assertThat(out())
                    .startsWith("Repository " + folder + ", branch main\n")
                    .containsPattern("Imported 3 commits as 9 events in [0-9.]+ s, [0-9,]+ commits a second.")
                    .contains("""
                            Most changed files
                              events  changed  renamed  deleted  file
                              ------  -------  -------  -------  ------------
                                   2        0        1        0  old?[31m.txt
                                   2        1        0        0  a
                                   2        1        0        0  new.txt
                            """)
                    .contains("""
                            Busiest months
                              month    commits  events
                              -------  -------  ------
                              2023-11        3       6
                            """)
                    .contains("""
                            Life of new.txt
                              added 1 time, changed 1 time, renamed 1 time, deleted 0 times; it is there
                              committed   event        by               path
                              ----------  -----------  ---------------  ------------
                              2023-11-14  FileAdded    bob@example.org  old?[31m.txt
                              2023-11-14  FileRenamed  ada@example.org  old?[31m.txt
                              2023-11-14  FileAdded    ada@example.org  new.txt
                              2023-11-14  FileChanged  ada@example.org  new.txt
                            """)
                    .contains("""
                            Busiest authors
                              commits  events  files  name  e-mail
                              -------  ------  -----  ----  ---------------
                                    2       4      3  Ada   ada@example.org
                                    1       2      2  Bob   bob@example.org
                            """)
                    .contains("""
                            Churn by directory
                              events  came  changed  gone  directory
                              ------  ----  -------  ----  ---------
                                   6     3        2     1  .
                            """);
            assertThat(complained()).isEmpty();
        }

        @Test
        void saysThatNothingIsNewTheSecondTime() {
            new RandomHistory(repository, 1).write(30);
            run(null);
            printed.reset();
            assertThat(run(null)).isZero();
            assertThat(out())
                    .containsPattern("Nothing new: all [0-9]+ commits are imported already, nothing was appended.");
        }

        @Test
        void isContentWithNoCommits() {
            assertThat(run(null)).isZero();
            assertThat(out()).contains("There is no commit on it yet: nothing to import.");
        }

        @Test
        void saysThatThereNeverWasSuchAFile() {
            repository.head(repository.commit(repository.files().with("a", "1")));
            assertThat(run("b\u0000")).isZero();
            assertThat(out()).contains("Life of b?\n  There never was such a file.");
        }

        @Test
        void goesOnAfterItWasKilled() throws Exception {
            ObjectId head = repository.commit(repository.files());
            for (int commit = 0; commit < 60; commit++) {
                TestRepository.Files files = repository.files();
                for (int file = 0; file < 100; file++) {
                    files.with("file" + file, "content " + commit);
                }
                head = repository.commit(files, head);
            }
            repository.head(head);
            ImportGitHistory.migrate(database);
            StandStill still = StandStill.in(database).importBeyond(3_000);

            try (ImportProgram program = ImportProgram.start(folder, database)) {
                Await.until("the import is in a transaction", () -> {
                    assertThat(program.isRunning()).as("the program runs").isTrue();
                    return still.standing() == 1;
                });
            }
            still.end();
            assertThat(run(null)).isZero();

            assertThat(out()).containsPattern("Imported [1-9][0-9] commits as").contains(" were imported before.");
            assertThat(dsl().fetchSingle("select count(*) from event_store.events")
                            .get(0))
                    .isEqualTo(60L * 100 + 61);
            assertThat(dsl().fetchSingle("select count(*) from git_history.commits")
                            .get(0))
                    .isEqualTo(61L);
        }
    }

    @Nested
    class WithoutARepository {

        @Test
        void failsWithASentence() {
            assertThat(run(null)).isEqualTo(1);
            assertThat(complained())
                    .isEqualTo("repository " + folder + ": expected a clone or a bare repository, found no .git in it;"
                            + " name a clone: -Drepository=PATH\n");
        }
    }

    @Nested
    class WithoutADatabase {

        @Test
        void failsWithASentence() {
            try (TestRepository repository = TestRepository.in(folder)) {
                repository.head(repository.commit(repository.files().with("a", "1")));
                database.setUrl("jdbc:postgresql://127.0.0.1:1/none");
                assertThat(run(null)).isEqualTo(1);
                assertThat(complained()).startsWith("PostgreSQL ").hasLineCount(1);
            }
        }
    }

    private int run(@Nullable String file) {
        return ImportProgram.run(folder, database, file, stream(printed), stream(complained));
    }

    private DSLContext dsl() {
        return DSL.using(database, SQLDialect.POSTGRES);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return complained.toString(StandardCharsets.UTF_8);
    }
}
