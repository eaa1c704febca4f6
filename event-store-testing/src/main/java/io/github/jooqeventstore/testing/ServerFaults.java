package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.testing.TortureTables.NOTE;
import static io.github.jooqeventstore.testing.TortureTables.NOTES;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What happens inside a server, and only to this program's own sessions and tables. */
final class ServerFaults {

    private static final Table<Record> SESSIONS = table(name("pg_catalog", "pg_stat_activity"));
    private static final Field<Integer> PID = field(name("pid"), SQLDataType.INTEGER);
    private static final Field<String> APPLICATION = field(name("application_name"), SQLDataType.CLOB);

    private static final Duration LONG = Duration.ofSeconds(8);
    private static final String INDEX = "torture_events_by_time";

    private final Target target;

    ServerFaults(Target target) {
        this.target = target;
    }

    /** Ends one of the writers' or, now and then, of the readers' sessions. */
    void terminateSession(RandomGenerator random, BooleanSupplier going) throws SQLException {
        Address.Role role = random.nextInt(5) == 0 ? Address.Role.READER : Address.Role.WRITER;
        run(dsl -> dsl.select(DSL.function("pg_terminate_backend", SQLDataType.BOOLEAN, PID))
                .from(dsl.select(PID)
                        .from(SESSIONS)
                        .where(APPLICATION.eq(target.address().applicationName(role)))
                        .orderBy(DSL.rand())
                        .limit(1))
                .fetch());
    }

    void vacuum(RandomGenerator random, BooleanSupplier going) throws SQLException {
        // Plain SQL: jOOQ has no VACUUM.
        run(dsl -> dsl.execute("vacuum (analyze) {0}, {1}", EVENTS, STREAMS));
    }

    /** An index more, and away with it: both wait for the writers that are there, and are waited for by nobody. */
    void buildIndex(RandomGenerator random, BooleanSupplier going) throws SQLException {
        // Plain SQL: jOOQ drops no index concurrently.
        run(dsl -> dsl.execute("drop index concurrently if exists {0}", DSL.name(INDEX)));
        // Plain SQL: jOOQ creates none concurrently either.
        run(dsl -> dsl.execute(
                "create index concurrently {0} on {1} ({2})",
                DSL.name(INDEX), EVENTS, EVENTS.CREATED_AT.getUnqualifiedName()));
    }

    /** A transaction that writes elsewhere and stays open: nobody has to wait for it. */
    void longTransaction(RandomGenerator random, BooleanSupplier going) throws SQLException {
        Address address = target.address();
        try (Connection connection = address.connect(Address.Role.FAULT)) {
            connection.setAutoCommit(false);
            address.dsl(connection).insertInto(NOTES, NOTE).values("long").execute();
            Pauses.passing(LONG, going);
            try {
                connection.commit();
            } catch (SQLException e) {
                // Another fault has ended it; it was long all the same.
            }
        }
    }

    private void run(Consumer<DSLContext> work) throws SQLException {
        Address address = target.address();
        try (Connection connection = address.connect(Address.Role.FAULT)) {
            work.accept(address.dsl(connection));
        }
    }
}
