package io.github.jooqeventstore.testing;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Ends the prepared transactions that their writers have left: half are committed, half rolled back. */
final class TransactionManager {

    static final String RESOLVED = "transactions ended by the transaction manager";

    private static final Table<Record> PREPARED = table(name("pg_catalog", "pg_prepared_xacts"));
    private static final Field<String> GID = field(name("gid"), SQLDataType.CLOB);
    private static final Field<Instant> SINCE = field(name("prepared"), SQLDataType.INSTANT);

    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration AT_THE_END = Duration.ofSeconds(60);

    private final Target target;
    private final Tally tally;

    TransactionManager(Target target, Tally tally) {
        this.target = target;
        this.tally = tally;
    }

    void run(BooleanSupplier going) {
        while (going.getAsBoolean()) {
            try {
                resolve(Instant.now().minus(PATIENCE));
            } catch (SQLException | DataAccessException e) {
                tally.add(Failures.label("transaction manager", e));
            }
            Pauses.passing(BETWEEN, going);
        }
    }

    /** Ends all that are left; nobody prepares any more. */
    void resolveAll() {
        long end = System.nanoTime() + AT_THE_END.toNanos();
        while (true) {
            try {
                if (resolve(Instant.MAX) == 0) {
                    return;
                }
            } catch (SQLException | DataAccessException e) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("prepared transactions: expected to end them all, found " + e, e);
                }
                tally.add(Failures.label("transaction manager", e));
                Pauses.passing(BETWEEN, () -> true);
            }
        }
    }

    private int resolve(Instant before) throws SQLException {
        Address address = target.address();
        try (Connection connection = address.connect(Address.Role.MANAGER)) {
            DSLContext dsl = address.dsl(connection);
            List<String> left = dsl.select(GID)
                    .from(PREPARED)
                    .where(GID.startsWith(PreparedTransaction.prefix(address.schema())))
                    .and(before.equals(Instant.MAX) ? DSL.noCondition() : SINCE.lessThan(before))
                    .fetch(GID);
            left.forEach(name -> end(dsl, name));
            return left.size();
        }
    }

    private void end(DSLContext dsl, String name) {
        if (name.hashCode() % 2 == 0) {
            PreparedTransaction.commit(dsl, name);
        } else {
            PreparedTransaction.rollback(dsl, name);
        }
        tally.add(RESOLVED);
    }
}
