package io.github.jooqeventstore.operations.index;

import static org.jooq.impl.DSL.name;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import io.github.jooqeventstore.operations.catalog.PgStatProgressCreateIndex;
import io.github.jooqeventstore.operations.lint.IndexDefinition;
import java.sql.SQLException;
import org.jooq.Name;
import org.jooq.exception.DataAccessException;

/** Builds an index while others write, and leaves none behind that could not be built. */
final class IndexBuild {
    private final OperationsDatabase database;
    private final LiveIndexes live;

    IndexBuild(OperationsDatabase database) {
        this.database = database;
        this.live = new LiveIndexes(
                database.dsl(), database.connection(), database.target().schema());
    }

    /** {@return the statement that builds it} */
    String sql(IndexDefinition index) {
        // The names are quoted by jOOQ, which knows no index that is built concurrently; what follows, it has rendered.
        return "create " + (index.unique() ? "unique " : "") + "index concurrently "
                + database.dsl().render(name(index.name())) + " on "
                + database.dsl().render(qualified(index.table())) + " " + index.definition();
    }

    /**
     * {@return whether it was built; false: it was there}
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when there is another one of its name, and when it could not be
     *     built: then what was begun is gone again
     */
    boolean run(IndexDefinition index, LockPatience patience) {
        String subject = "index " + index.name();
        refuseWhileBuilt(index, subject);
        if (live.isThere(index)) {
            return false;
        }
        new PatientSession(database, patience).run(subject, "to be built", () -> {
            // Of a build that was killed, and of the attempt before.
            live.dropInvalid(index);
            refuseAnother(index, subject);
            build(index);
        });
        return true;
    }

    private void refuseAnother(IndexDefinition index, String subject) {
        if (live.exists(null, index.name())) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    subject + ": expected none or the same one, found " + live.finding(index) + "; give another name");
        }
    }

    // Another one's build looks like a leftover until it is done.
    private void refuseWhileBuilt(IndexDefinition index, String subject) {
        var progress = new PgStatProgressCreateIndex("p");
        var relation = new PgClass("c");
        var namespace = new PgNamespace("n");
        boolean built = database.dsl()
                .fetchExists(database.dsl()
                        .selectOne()
                        .from(progress.table())
                        .join(relation.table())
                        .on(relation.oid.eq(progress.index))
                        .join(namespace.table())
                        .on(namespace.oid.eq(relation.namespace))
                        .where(relation.name.eq(index.name()))
                        .and(namespace.name.eq(database.target().schema())));
        if (built) {
            throw new OperationsException(
                    ExitCode.LOCKED,
                    subject
                            + ": expected that nobody builds it, found a session that does; wait for it, then ask again");
        }
    }

    private void build(IndexDefinition index) throws SQLException {
        try {
            execute(sql(index));
        } catch (SQLException e) {
            dropAfter(e, index);
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = database.connection().createStatement()) {
            // The text is the server's own SQL: braces are braces.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /**
     * Has the server keep statistics of the values that the index holds. It keeps those of an expression with an index only where
     * that holds all rows; of a partial one the planner believes that every value is in one event of 200, however many there are.
     */
    void keepStatistics(NewIndex index, String name, LockPatience patience) {
        // Names are quoted by jOOQ, which knows no statistics; the expression, it has rendered.
        String sql = "create statistics if not exists "
                + database.dsl().render(statistics(name)) + " on (" + index.expression(database.dsl()) + ") from "
                + database.dsl().render(qualified("events"));
        new PatientSession(database, patience)
                .run("index " + name, "statistics of what it holds to be kept", () -> execute(sql));
    }

    /** {@return the name of the statistics that belong to an index} */
    Name statistics(String index) {
        return qualified(index + "_values");
    }

    private Name qualified(String relation) {
        return name(database.target().schema(), relation);
    }

    private void dropAfter(SQLException failure, IndexDefinition index) {
        try {
            live.dropInvalid(index);
        } catch (DataAccessException e) {
            // The next build of it does, and doctor tells.
            failure.addSuppressed(e);
        }
    }
}
