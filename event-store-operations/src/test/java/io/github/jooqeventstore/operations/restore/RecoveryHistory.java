package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.files.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What has happened on a server that archives its log, made once for all tests that recover it: they only read.
 *
 * @param folder of all of it
 * @param server which is alive
 * @param catalog with the two backups
 * @param early a base backup at position 50
 * @param late another one behind the middle segment
 * @param overtaken the position of a transaction that took it first and committed last
 * @param overtaker the position of one that came in between
 * @param afterOvertaker when the latter had committed, and the former had not
 * @param prepared the position of a prepared transaction, committed when the next ten were there
 * @param transaction which wrote the event at position 101
 * @param place in the log behind position 110
 * @param middleSegment one between the backups
 * @param head the last position
 */
record RecoveryHistory(
        Path folder,
        ArchivingServer server,
        Catalog catalog,
        Backup early,
        Backup late,
        long overtaken,
        long overtaker,
        Instant afterOvertaker,
        long prepared,
        long transaction,
        String place,
        String middleSegment,
        long head)
        implements AutoCloseable {

    /** The first event behind the restore point {@code before_deploy} and a little more. */
    long hundredAndFirst() {
        return 101;
    }

    NewFolder newFolder() {
        try {
            return new NewFolder(
                    this, Files.createTempDirectory(folder, "restored-").resolve("server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same database where nobody answers. */
    DatabaseTarget dead() {
        return dead(server.target());
    }

    static DatabaseTarget dead(DatabaseTarget target) {
        // Nobody listens on port 1.
        return new DatabaseTarget(
                target.host(),
                1,
                target.database(),
                target.user(),
                target.password(),
                target.schema(),
                target.parameters());
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileTree.delete(folder);
    }

    static RecoveryHistory make() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("recovery-");
        ArchivingServer server = ArchivingServer.start(folder);
        Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
        server.append(50);
        // Somebody who has seen what is to come.
        server.dsl()
                .insertInto(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.NAME, "invoices")
                .set(SUBSCRIPTIONS.PARTITION, 0)
                .set(SUBSCRIPTIONS.PARTITIONS, 1)
                .set(SUBSCRIPTIONS.POSITION, 100_000L)
                .set(SUBSCRIPTIONS.EPOCH, 1L)
                .execute();
        Backup early = base(server, catalog);
        server.append(50);
        server.dsl().execute("select pg_create_restore_point('before_deploy')");
        server.append(10);
        long transaction = server.dsl()
                .fetchSingle("select xmin::text::bigint as xmin from event_store.events where position = 101")
                .get("xmin", Long.class);
        String place = server.lsn();
        server.append(20);
        Overtaking overtaking = overtake(server);
        long prepared = prepare(server);
        server.append(30);
        String middleSegment = server.archiveSegment();
        Backup late = base(server, catalog);
        server.append(40);
        server.archiveSegment();
        return new RecoveryHistory(
                folder,
                server,
                catalog,
                early,
                late,
                overtaking.overtaken,
                overtaking.overtaker,
                overtaking.afterOvertaker,
                prepared,
                transaction,
                place,
                middleSegment,
                head(server.dsl()));
    }

    private static Backup base(ArchivingServer server, Catalog catalog) {
        return BaseBackup.take(server.target(), catalog, server.programs(), BaseBackup.Method.AUTO, Progress.NONE);
    }

    private record Overtaking(long overtaken, long overtaker, Instant afterOvertaker) {}

    private static Overtaking overtake(ArchivingServer server) {
        return server.dsl().transactionResult(slow -> {
            TestStore.append(slow.dsl(), 1);
            long overtaken = head(slow.dsl());
            TestStore.append(server.dsl(), 1);
            long overtaker = head(server.dsl());
            Instant after = server.dsl()
                    .fetchSingle("select clock_timestamp() as now")
                    .get("now", OffsetDateTime.class)
                    .toInstant();
            return new Overtaking(overtaken, overtaker, after);
        });
    }

    private static long prepare(ArchivingServer server) throws SQLException {
        long prepared;
        try (Connection connection = server.target().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            DSLContext dsl = DSL.using(connection, SQLDialect.POSTGRES);
            // Its event belongs to a savepoint, too: the record of the commit tells of both.
            dsl.execute("savepoint here");
            TestStore.append(dsl, 1);
            prepared = head(dsl);
            dsl.execute("prepare transaction 'invoice'");
        }
        server.append(10);
        server.dsl().execute("commit prepared 'invoice'");
        return prepared;
    }

    static long head(DSLContext dsl) {
        return dsl.select(DSL.max(EVENTS.POSITION)).from(EVENTS).fetchSingle().value1();
    }

    /** Gives it to the constructor of a test; it ends with the last test of all. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RecoveryHistory.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(RecoveryHistory.class))
                    .getOrComputeIfAbsent(RecoveryHistory.class, key -> made(), RecoveryHistory.class);
        }

        private static RecoveryHistory made() {
            try {
                return make();
            } catch (IOException | SQLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
