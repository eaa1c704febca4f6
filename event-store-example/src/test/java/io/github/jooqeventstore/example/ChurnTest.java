package io.github.jooqeventstore.example;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.EventStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class ChurnTest {

    private final PGSimpleDataSource database = TestImport.migrated();
    private final DSLContext dsl = DSL.using(database, SQLDialect.POSTGRES);
    private final EventStore store = EventStore.using(dsl, GitEvents.TYPES);

    @TempDir
    private Path folder;

    private TestRepository repository;
    private TestImport imports;
    private int number;

    @BeforeEach
    void makeARepository() {
        repository = TestRepository.in(folder);
        imports = TestImport.of(folder).with(dsl.configuration());
        number = imports.repository();
    }

    @AfterEach
    void closeTheRepository() {
        repository.close();
    }

    @Nested
    class OfALineOfCommits {

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3})
        void equalsACountMadeStraightFromGit(long seed) {
            new LinearHistory(repository, seed).write(100, 8);
            imports.run();
            try (LiveChurn churn = LiveChurn.start(store)) {
                churn.awaitCurrent();
            }
            assertThat(stored())
                    .isEqualTo(inGit())
                    .containsOnlyKeys(".", "docs", "src", "\u65E5\u672C", "a b")
                    .allSatisfy(
                            (directory, churned) -> assertThat(churned.gone()).isPositive());
        }

        @Test
        void isCountedForEachRepositoryAlone(@TempDir Path elsewhere) {
            try (TestRepository other = TestRepository.in(elsewhere)) {
                new LinearHistory(repository, 4).write(20, 8);
                new LinearHistory(other, 5).write(30, 8);
                TestImport otherImport = TestImport.of(elsewhere).with(dsl.configuration());
                imports.run();
                otherImport.run();
                try (LiveChurn churn = LiveChurn.start(store)) {
                    churn.awaitCurrent();
                }
                assertThat(stored()).isEqualTo(inGit());
                assertThat(Churned.stored(dsl, otherImport.repository())).isEqualTo(Churned.inGit(other.git()));
            }
        }

        @Test
        void isNoMoreThanThereIsWhereNobodyHasImported() {
            try (LiveChurn churn = LiveChurn.start(store)) {
                churn.awaitCurrent();
            }
            assertThat(dsl.fetchCount(HistoryTables.Churn.TABLE)).isZero();
        }
    }

    @Nested
    class WhileImportsRun {

        @Test
        void showsEachBatchBeforeTheNextOneIsWritten() {
            LinearHistory history = new LinearHistory(repository, 6);
            history.write(60, 60);
            Counting first = new Counting(0);
            Counting second;
            try (LiveChurn churn = LiveChurn.start(store)) {
                imports.run(store, first);
                assertThat(stored()).isEqualTo(inGit());

                history.write(60, 60);
                second = new Counting(sum());
                imports.run(store, second);
                assertThat(stored()).isEqualTo(inGit());
                churn.awaitCurrent();
            }
            assertThat(stored()).isEqualTo(inGit());
            assertThat(first.batches).isGreaterThan(1);
            assertThat(second.batches).isGreaterThan(1);
        }

        /** Lets an import go on only when the table shows what it has written so far. */
        private final class Counting implements Progress {

            private final long before;
            private int batches;

            Counting(long before) {
                this.before = before;
            }

            @Override
            public void begin(long commits) {
                // Nobody looks.
            }

            @Override
            public void end() {
                // Nobody looks.
            }

            @Override
            public void at(long commits, long events) {
                batches++;
                long ofFiles = events - commits;
                Await.until("a batch is counted", () -> sum() == before + ofFiles);
            }
        }
    }

    @Nested
    class OfAProgramThatIsKilled {

        @Test
        void equalsACountMadeStraightFromGit() throws Exception {
            new LinearHistory(repository, 7).write(220, 100);
            long all = Churned.sum(inGit());
            StandStill still = StandStill.in(database);

            still.importBeyond(2 * all / 5).projectionBeyond(all / 5);
            try (ImportProgram program = ImportProgram.start(folder, database)) {
                Await.until(
                        "import and projection are in a transaction", () -> running(program) && still.standing() == 2);
            }
            still.end();
            long counted = sum();
            assertThat(counted).isLessThan(storedOfFiles());

            still.importBeyond(3 * all / 5);
            try (ImportProgram program = ImportProgram.start(folder, database)) {
                Await.until(
                        "the import is in a transaction, and all before it is counted",
                        () -> running(program) && still.standing() == 1 && sum() == storedOfFiles());
            }
            still.end();
            assertThat(sum()).isBetween(counted + 1, all - 1);

            try (ImportProgram program = ImportProgram.start(folder, database)) {
                Await.until("some more is stored", () -> storedOfFiles() > 4 * all / 5 || !program.isRunning());
            }
            still.end();

            assertThat(run()).contains("Churn by directory");
            assertThat(stored()).isEqualTo(inGit());
            assertThat(storedOfFiles()).isEqualTo(all);

            assertThat(run()).contains("nothing was appended");
            assertThat(stored()).isEqualTo(inGit());
            assertThat(storedOfFiles()).isEqualTo(all);
        }

        private boolean running(ImportProgram program) {
            assertThat(program.isRunning()).as("the program runs").isTrue();
            return true;
        }

        private String run() {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            assertThat(ImportProgram.run(folder, database, null, out, out)).isZero();
            return printed.toString(StandardCharsets.UTF_8);
        }

        private long storedOfFiles() {
            return dsl.fetchCount(
                    EVENTS, ChurnProjection.CHURN.definition().filter().condition());
        }
    }

    private Map<String, Churned> stored() {
        return Churned.stored(dsl, number);
    }

    private Map<String, Churned> inGit() {
        return Churned.inGit(repository.git());
    }

    private long sum() {
        return Churned.sum(stored());
    }
}
