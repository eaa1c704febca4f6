package io.github.jooqeventstore.operations.health;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.schema.Tables.STORE;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.IncompatibleSchemaException;
import io.github.jooqeventstore.operations.ExitCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockResult;

/** Whether events can be appended now. Nothing here looks at an event, so it takes as long with none as with a billion. */
final class ReadyProbe implements Consumer<Findings> {
    private static final MockResult NOTHING =
            new MockResult(0, DSL.using(SQLDialect.POSTGRES).newResult());

    private final DataSource dataSource;
    private final String schema;
    private final Settings settings;
    private final Duration budget;
    private final Supplier<String> pool;

    ReadyProbe(DataSource dataSource, String schema, Settings settings, Duration budget, Supplier<String> pool) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.settings = settings;
        this.budget = budget;
        this.pool = pool;
        rehearse(DSL.using(new MockConnection(any -> new MockResult[] {NOTHING}), SQLDialect.POSTGRES, settings));
    }

    // The first statements of a JVM take longer to load the classes behind them than a server takes to answer: that is
    // not the
    // server's fault, and is done before its time is taken. Nobody answers here, and nothing is concluded from it.
    private void rehearse(DSLContext dsl) {
        LimitedTransaction.limits(dsl, budget).fetch();
        server(dsl).fetch();
        AppendRights.missing(dsl, schema).fetch();
        store(dsl).fetch();
        DiskRoom.settings(dsl).fetch();
        DiskRoom.write(dsl).fetch();
        try {
            schema(dsl);
        } catch (IncompatibleSchemaException e) {
            // As for any store without a row.
        }
    }

    @Override
    public void accept(Findings findings) {
        findings.at("connection", pool);
        try (Connection connection = dataSource.getConnection();
                var transaction = LimitedTransaction.begin(connection, settings, budget)) {
            findings.add(HealthCheck.passed("connection", "the server answers"));
            look(transaction.dsl(), findings);
        } catch (SQLException | DataAccessException e) {
            findings.add(HealthCheck.failed(findings.step(), expectation(findings.step()), e));
        }
    }

    private void look(DSLContext dsl, Findings findings) {
        findings.at("primary");
        findings.add(primary(dsl));
        findings.at("schema");
        try {
            findings.add(schema(dsl));
        } catch (IncompatibleSchemaException e) {
            findings.add(HealthCheck.failed("schema", e.getMessage() + "; event-store migrate does it"));
            return;
        }
        findings.at("rights");
        findings.add(AppendRights.check(dsl, schema));
        findings.at(DiskRoom.NAME);
        findings.add(DiskRoom.writable(dsl));
    }

    private static HealthCheck primary(DSLContext dsl) {
        Record2<Boolean, String> row = server(dsl).fetchSingle();
        if (Boolean.TRUE.equals(row.value1())) {
            return HealthCheck.failed(
                    "primary",
                    "expected a server that takes writes, found one in recovery; lead the program to the primary, or"
                            + " promote this one",
                    ExitCode.CHECK_FAILED);
        }
        return "on".equals(row.value2())
                ? HealthCheck.failed(
                        "primary",
                        "expected transactions that write, found read-only ones; look at default_transaction_read_only"
                                + " of server, database, role and pool")
                : HealthCheck.passed("primary", "the server takes writes");
    }

    private static ResultQuery<Record2<Boolean, String>> server(DSLContext dsl) {
        return dsl.select(inRecovery(), setting("transaction_read_only"));
    }

    // The library's own look at the store's version, by which it works or refuses to.
    private static HealthCheck schema(DSLContext dsl) {
        return EventStore.using(dsl)
                .withDsl(checked -> store(checked)
                        .fetchOptional(row ->
                                HealthCheck.passed("schema", "version " + row.value1() + " in epoch " + row.value2()))
                        .orElseGet(() -> HealthCheck.failed("schema", "expected the store's own row, found none")));
    }

    private static ResultQuery<Record2<Integer, Long>> store(DSLContext dsl) {
        return dsl.select(STORE.SCHEMA_VERSION, STORE.EPOCH).from(STORE);
    }

    private String expectation(String step) {
        return switch (step) {
            case "connection" -> "a connection" + pool.get();
            case DiskRoom.NAME -> "room for a megabyte on the server's disk";
            default -> "an answer";
        };
    }
}
