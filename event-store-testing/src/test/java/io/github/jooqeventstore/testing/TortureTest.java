package io.github.jooqeventstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The torture itself, in a short form; {@code -Ptorture} makes it an hour. */
class TortureTest {

    private static final int SECONDS = Integer.getInteger("eventstore.torture.seconds", 12);
    private static final int SECONDS_TO_MISS = 4;
    private static final int WRITERS = 12;

    private static @Nullable String version() {
        return System.getProperty("eventstore.postgres.version");
    }

    private static Report torture(int seconds, List<ReaderKind> readers) throws SQLException {
        TortureOptions options = new TortureOptions(null, null, null, version(), seconds, WRITERS, readers, 1, false);
        return TortureRun.run(options, EarlyEnd.never());
    }

    @Nested
    class OfEverySoundReader {

        @Test
        void showsThatNothingIsMissedOrDuplicatedOrOutOfOrder() throws SQLException {
            Report report = torture(SECONDS, ReaderKind.sound());

            Findings findings = report.findings();
            assertThat(findings.readers())
                    .as("%s", report)
                    .hasSize(ReaderKind.sound().stream()
                            .mapToInt(kind -> Readers.journals(kind).size())
                            .sum())
                    .allSatisfy(reader -> assertThat(reader.expected()).isPositive())
                    .allMatch(ReaderVerdict::kept);
            assertThat(findings.lost()).as("%s", report).isZero();
            assertThat(findings.exitCode(report.options().enough()))
                    .as("%s", report)
                    .isEqualTo(ExitCode.PASSED);
            assertThat(findings.gaps()).isPositive();
            assertThat(report.tally().counts())
                    .as("%s", report)
                    .doesNotContainKeys("writer process that ended by itself", "reader process that ended by itself")
                    .allSatisfy(TortureTest::happenedAtAll);
        }
    }

    /** Index builds wait for everybody, and may not come to an end in a short run. */
    private static void happenedAtAll(String name, Long count) {
        boolean expected =
                name.startsWith("appends ") || name.startsWith("transactions ") || name.startsWith("faults ");
        if (expected && !name.equals("faults index built concurrently")) {
            assertThat(count).as(name).isPositive();
        }
    }

    @Nested
    class OfANaiveReader {

        @Test
        void showsThatItMisses() throws SQLException {
            Report report = torture(SECONDS_TO_MISS, List.of(ReaderKind.NAIVE));

            Findings findings = report.findings();
            assertThat(findings.readers()).hasSize(3);
            assertThat(findings.sum(ReaderVerdict::missed)).as("%s", report).isPositive();
            assertThat(findings.exitCode(1)).isEqualTo(ExitCode.BROKEN);
            assertThat(report.values()).containsEntry("result", "broken");
        }
    }

    @Nested
    class OfAGivenDatabase {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        @Test
        void leavesNothingBehindAndTouchesNothingElse() throws SQLException {
            try (PostgresServer server = PostgresServer.start(PostgresOptions.defaults()
                            .mode(PostgresOptions.Mode.EMBEDDED)
                            .version(version()));
                    Connection connection = server.dataSource().getConnection()) {
                DSLContext dsl = DSL.using(connection, SQLDialect.POSTGRES);
                dsl.createTable("theirs").column("note", SQLDataType.CLOB).execute();
                dsl.insertInto(DSL.table(DSL.name("theirs"))).values("kept").execute();
                List<String> before = schemas(dsl);

                ExitCode code = run(server, "--seconds", "3", "--writers", "6", "--reader", "read-all");

                assertThat(out.toString(StandardCharsets.UTF_8).lines())
                        .contains("two-phase commit: no, max_prepared_transactions is 0")
                        .contains("latency: from asking for the commit")
                        .contains("missed: 0", "result: passed")
                        .noneMatch(line -> line.startsWith("faults server"));
                assertThat(code).isEqualTo(ExitCode.PASSED);
                // The same session as before: nobody has killed the server.
                assertThat(schemas(dsl)).isEqualTo(before);
                assertThat(dsl.fetchCount(DSL.table(DSL.name("theirs")))).isEqualTo(1);
            }
        }

        private ExitCode run(PostgresServer server, String... options) {
            String[] words = Stream.concat(
                            Stream.of("--url", server.jdbcUrl(), "--user", server.user(), "--password-env", "SECRET"),
                            Stream.of(options))
                    .toArray(String[]::new);
            PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
            return Torture.run(words, Map.of("SECRET", server.password()), stream, stream);
        }

        private static List<String> schemas(DSLContext dsl) {
            return dsl.select(DSL.field(DSL.name("nspname"), SQLDataType.CLOB))
                    .from(DSL.table(DSL.name("pg_catalog", "pg_namespace")))
                    .where(DSL.field(DSL.name("nspname"), SQLDataType.CLOB).notLike("pg\\_%", '\\'))
                    .orderBy(1)
                    .fetch(0, String.class);
        }
    }
}
