package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Through a PgBouncer that pools transactions: each transaction of a connection may meet another session of the server.
 *
 * <p>Runs where profile {@code pgbouncer} is asked for, and fails then where there is no PgBouncer.
 */
@Tag("pgbouncer")
class PgBouncerTest {

    private static final int SERVER_CONNECTIONS = 3;

    /** 0 for every PgBouncer; 1, which is at once, for those that know what clients have prepared. */
    static List<Integer> prepareThresholds() throws IOException {
        return PgBouncer.preparesStatements() ? List.of(0, 1) : List.of(0);
    }

    @Nested
    class OfFewConnectionsForMany {

        private final TestDatabase database = TestDatabase.migrated();

        static List<Integer> prepareThresholds() throws IOException {
            return PgBouncerTest.prepareThresholds();
        }

        @ParameterizedTest
        @MethodSource("prepareThresholds")
        void everythingCanBeDoneAtOnce(int prepareThreshold) throws Exception {
            try (PgBouncer bouncer = PgBouncer.before(database, SERVER_CONNECTIONS);
                    HikariDataSource pool = pool(bouncer, prepareThreshold)) {
                DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);
                List<Integer> written = Threads.together(16, thread -> {
                    DSLContext own = dsl;
                    if (thread % 2 == 1) {
                        own = DSL.using(dsl.configuration().derive(new ExecuteListener() {}));
                    }
                    return Everything.doneWith(own) + Everything.doneWith(own);
                });

                assertThat(database.dsl().fetchCount(EVENTS))
                        .isEqualTo(written.stream().mapToInt(Integer::intValue).sum());
                assertThat(Sessions.all(database.dsl())).hasSizeLessThanOrEqualTo(SERVER_CONNECTIONS);
            }
        }

        /** What makes the tests here worth their name. */
        @Test
        void aConnectionMeetsSeveralSessions() throws Exception {
            try (PgBouncer bouncer = PgBouncer.before(database, SERVER_CONNECTIONS)) {
                List<Integer> met = new ArrayList<>();
                try (Connection one = bouncer.dataSource(0).getConnection();
                        Connection other = bouncer.dataSource(0).getConnection()) {
                    met.add(session(one));
                    other.setAutoCommit(false);
                    assertThat(session(other)).isEqualTo(met.getFirst());
                    met.add(session(one));
                }
                Set<Integer> distinct = new HashSet<>(met);
                assertThat(distinct).hasSize(2);
            }
        }
    }

    @Nested
    class InATransaction {

        private final TestDatabase database = TestDatabase.migrated();

        @Test
        void commitsAndRollsBackWithTheCallersRows() throws Exception {
            database.dsl().execute("create table ledger (entry text)");
            StreamId kept = StreamId.of("order-1");
            StreamId dropped = StreamId.of("order-2");
            try (PgBouncer bouncer = PgBouncer.before(database, SERVER_CONNECTIONS);
                    HikariDataSource pool = pool(bouncer, 0)) {
                DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);
                EventStore store = EventStore.using(dsl);
                dsl.transaction(tx -> {
                    store.in(tx).append(kept, noStream(), note(1));
                    assertThatExceptionOfType(WrongExpectedVersionException.class)
                            .isThrownBy(() -> store.in(tx).append(kept, exactly(7), note(2)));
                    tx.dsl().insertInto(table(name("ledger"))).values("kept").execute();
                });
                assertThatThrownBy(() -> dsl.transaction(tx -> {
                            store.in(tx).append(dropped, any(), note(1));
                            tx.dsl()
                                    .insertInto(table(name("ledger")))
                                    .values("dropped")
                                    .execute();
                            throw new IllegalStateException("changed my mind");
                        }))
                        .isInstanceOf(IllegalStateException.class);

                assertThat(store.load(kept)).hasSize(1);
                assertThat(store.load(dropped)).isEmpty();
                assertThat(dsl.fetchCount(table(name("ledger")))).isOne();
            }
        }
    }

    @Nested
    class WhoseSessionsAreShared {

        private final TestDatabase database = TestDatabase.migrated();

        /** A setting of one client stays in the session that another client meets next. */
        @Test
        void anAppendThatCouldBeLostIsRefusedWhoeverHasChangedTheSession() throws Exception {
            try (PgBouncer bouncer = PgBouncer.before(database, 1);
                    Connection careless = bouncer.dataSource(0).getConnection();
                    Statement statement = careless.createStatement()) {
                EventStore store = EventStore.using(DSL.using(bouncer.dataSource(0), SQLDialect.POSTGRES));
                StreamId stream = StreamId.of("order-1");
                store.append(stream, noStream(), note(1));

                statement.execute("set synchronous_commit = off");
                assertThatExceptionOfType(NotDurableException.class)
                        .isThrownBy(() -> store.append(stream, exactly(1), note(2)));

                statement.execute("reset synchronous_commit");
                assertThat(store.append(stream, exactly(1), note(2)).lastVersion())
                        .isEqualTo(2);
            }
        }

        @Test
        void aSessionThatEndsLeavesTheOutcomeUnknownAndAskingAgainPutsItThereOnce() throws Exception {
            StreamId stream = StreamId.of("order-1");
            try (PgBouncer bouncer = PgBouncer.before(database, SERVER_CONNECTIONS);
                    Connection first = database.connect()) {
                EventStore store = EventStore.using(DSL.using(bouncer.dataSource(0), SQLDialect.POSTGRES));
                store.append(stream, noStream(), note(1));
                first.setAutoCommit(false);
                EventStore.using(database.dsl()).in(first).append(stream, any(), note(2));
                NewEvent third = Notes.noteWithId(UUID.randomUUID());
                Future<AppendResult> waiting = Threads.beside(() -> store.append(stream, any(), third));
                Sessions.awaitWaitingForLocks(database, 1);
                Sessions.terminate(database.dsl(), Sessions.waitingForLocks(database.dsl()));

                assertThatExceptionOfType(AppendOutcomeUnknownException.class)
                        .isThrownBy(() -> Threads.result(waiting))
                        .satisfies(unknown -> {
                            first.commit();
                            assertThat(store.append(unknown.appends())
                                            .getFirst()
                                            .lastVersion())
                                    .isEqualTo(3);
                        });
                assertThat(store.load(stream)).hasSize(3);
            }
        }
    }

    /** Two clients give the same name to statements of their own. */
    @Nested
    class WithStatementsThatTheDriverPrepares {

        private final TestDatabase database = TestDatabase.migrated();

        @Test
        void worksFromVersion1Point21OnAndIsRefusedBefore() throws Exception {
            StreamId stream = StreamId.of("order-1");
            try (PgBouncer bouncer = PgBouncer.before(database, 1);
                    Connection one = bouncer.dataSource(1).getConnection();
                    Connection other = bouncer.dataSource(1).getConnection()) {
                EventStore.using(DSL.using(one, SQLDialect.POSTGRES)).append(stream, any(), note(1));
                EventStore store = EventStore.using(DSL.using(other, SQLDialect.POSTGRES));
                if (PgBouncer.preparesStatements()) {
                    store.append(stream, any(), note(2));
                } else {
                    assertThatExceptionOfType(DataAccessException.class)
                            .isThrownBy(() -> store.append(stream, any(), note(2)))
                            .withMessageMatching("ERROR: prepared statement .* already exists");
                }
            }
            assertThat(EventStore.using(database.dsl()).load(stream)).hasSize(PgBouncer.preparesStatements() ? 2 : 1);
        }

        @Test
        void areTakenForOthersBeforeThatVersion() throws Exception {
            try (PgBouncer bouncer = PgBouncer.before(database, 2);
                    Connection one = bouncer.dataSource(1).getConnection();
                    Connection other = bouncer.dataSource(1).getConnection();
                    Connection busy = bouncer.dataSource(0).getConnection()) {
                assertThat(number(one, "select 1")).isEqualTo(1);
                busy.setAutoCommit(false);
                session(busy); // in the session that knows the statement of the first
                assertThat(number(other, "select 2")).isEqualTo(2);

                assertThat(number(one, "select 1")).isEqualTo(PgBouncer.preparesStatements() ? 1 : 2);
            }
        }

        /** By plain JDBC, which prepares nothing but this. */
        private static int number(Connection connection, String sql) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static int session(Connection connection) {
        Integer pid = DSL.using(connection, SQLDialect.POSTGRES)
                .select(DSL.function("pg_backend_pid", Integer.class))
                .fetchSingle()
                .value1();
        return pid == null ? 0 : pid;
    }

    private static HikariDataSource pool(PgBouncer bouncer, int prepareThreshold) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(bouncer.dataSource(prepareThreshold));
        pool.setMaximumPoolSize(20);
        return pool;
    }
}
