package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.migration.SchemaException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;

/** What cannot be seen in passing: each check by itself, so that what one may not see hides nothing else. */
final class DeepProbe implements Consumer<Findings> {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(5);

    /** A check that may fail as the database does. */
    private interface Look {
        HealthCheck look() throws SQLException;
    }

    private final DataSource dataSource;
    private final String schema;
    private final Settings settings;
    private final HealthLimits limits;
    private final Supplier<String> pool;

    DeepProbe(DataSource dataSource, String schema, Settings settings, HealthLimits limits, Supplier<String> pool) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.settings = settings;
        this.limits = limits;
        this.pool = pool;
    }

    @Override
    public void accept(Findings findings) {
        findings.at("connection", pool);
        try (Connection connection = dataSource.getConnection()) {
            findings.add(HealthCheck.passed("connection", "the server answers"));
            for (DeepCheck check : DeepCheck.ALL) {
                look(findings, check.name(), () -> inTransaction(connection, check));
            }
        } catch (SQLException e) {
            findings.add(HealthCheck.failed(findings.step(), "a connection" + pool.get(), e));
            return;
        }
        // These two take a connection of their own: by now there is one, even in a pool of one.
        look(findings, "structure", () -> StructureCheck.check(dataSource, schema));
        look(findings, "order", () -> OrderCheck.check(dataSource, settings, limits));
    }

    private HealthCheck inTransaction(Connection connection, DeepCheck check) throws SQLException {
        try (var transaction = LimitedTransaction.begin(connection, settings, STATEMENT_LIMIT)) {
            return check.look().at(transaction.dsl(), schema, limits);
        }
    }

    private static void look(Findings findings, String name, Look look) {
        findings.at(name);
        try {
            findings.add(look.look());
        } catch (SchemaException.NotAllowed e) {
            findings.add(HealthCheck.unknown(name, "the role may not see it"));
        } catch (SQLException | DataAccessException e) {
            findings.add(failure(name, e));
        } catch (SchemaException | EventStoreException e) {
            findings.add(HealthCheck.failed(name, String.valueOf(e.getMessage())));
        }
    }

    private static HealthCheck failure(String name, Exception failure) {
        SQLException error = failure instanceof SQLException itself
                ? itself
                : ((DataAccessException) failure).getCause(SQLException.class);
        String state = error == null ? "" : String.valueOf(error.getSQLState());
        return switch (state) {
            case INSUFFICIENT_PRIVILEGE -> HealthCheck.unknown(name, "the role may not see it");
            case UNDEFINED_TABLE -> HealthCheck.unknown(name, "a table is not there, as ready tells");
            default -> HealthCheck.failed(name, "an answer", failure);
        };
    }
}
