package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import io.github.jooqeventstore.postgres.PostgresServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.jgit.lib.ObjectId;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Imports the history of a git repository as events, and asks it questions.
 *
 * <p>System properties, all of them optional:
 * <ul>
 *   <li>{@code repository}: the path of a clone, a bare repository or a worktree; the repository that the current folder,
 *       or the one in property {@code project}, is in unless given;
 *   <li>{@code file}: the path in the repository of the file whose life is told;
 *   <li>{@code data}: the folder in which the events stay between runs, {@code .data/example} unless given;
 *   <li>{@code eventstore.postgres.*}: another PostgreSQL.
 * </ul>
 *
 * <p>Exit codes: 0 done, also when there was nothing to do; 1 failed.
 */
public final class ImportGitHistory {

    private final PrintStream out;

    private ImportGitHistory(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the import and ends the JVM with its exit code.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        System.exit(run(Settings::fromSystemProperties, System.out, System.err));
    }

    /** {@return the exit code} */
    static int run(Supplier<Settings> settings, PrintStream out, PrintStream err) {
        try {
            new ImportGitHistory(out).run(settings.get());
            return 0;
        } catch (Problem
                | IllegalArgumentException
                | PostgresServerException
                | SchemaException
                | EventStoreException
                | DataAccessException e) {
            err.println(e.getMessage());
        } catch (IOException | SQLException e) {
            err.println("expected to go on, found " + e);
        }
        return 1;
    }

    private void run(Settings settings) throws IOException, SQLException {
        GitSettings.install();
        try (GitRepository repository = open(settings)) {
            out.println("Repository " + Display.safe(repository.place() + ", " + repository.branch()));
            ObjectId head = repository.head();
            if (head == null) {
                out.println("There is no commit on it yet: nothing to import.");
                return;
            }
            try (PostgresServer server = PostgresServer.start(settings.postgres())) {
                migrate(server.dataSource());
                // One connection for the import, which does one thing after the other; the projection beside it has a
                // pool.
                try (Pool pool = pool(server);
                        Connection connection = server.dataSource().getConnection()) {
                    EventStore store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES), GitEvents.TYPES);
                    importAndAsk(DSL.using(connection, SQLDialect.POSTGRES), store, repository, head, settings.file());
                }
            }
        }
    }

    private static GitRepository open(Settings settings) {
        return settings.repository() == null
                ? GitRepository.around(settings.project())
                : GitRepository.at(settings.repository());
    }

    static void migrate(DataSource dataSource) {
        SchemaMigrations.of(dataSource).migrate();
        HistorySchema.migrate(dataSource);
    }

    private static Pool pool(PostgresServer server) {
        return Pool.open(PoolOptions.small(server.jdbcUrl(), server.user(), server.password())
                .name("git-history"));
    }

    private void importAndAsk(
            DSLContext dsl, EventStore store, GitRepository repository, ObjectId head, @Nullable String file)
            throws IOException {
        ImportedHistory imported = ImportedHistory.of(dsl, repository.home());
        try (LiveChurn churn = LiveChurn.start(store)) {
            Instant begin = Instant.now();
            Importer.Result result = new Importer(dsl, store, imported).run(repository, head, Progress.on(out));
            new Summary(out)
                    .print(
                            result,
                            Duration.between(begin, Instant.now()),
                            !repository.cutOff().isEmpty());
            churn.awaitCurrent();
        }
        new Report(new Questions(dsl, imported.repository()), store, imported.repository(), out).print(file);
    }
}
