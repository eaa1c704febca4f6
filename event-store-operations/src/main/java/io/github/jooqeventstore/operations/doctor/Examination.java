package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.health.LimitedTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the checks look at, and what they have found. */
final class Examination {
    private static final Duration QUERY_BOUND = Duration.ofSeconds(5);

    private final OperationsDatabase database;
    private final DoctorLimits limits;
    private final OffsetDateTime now;
    private final List<DoctorFinding> findings = new ArrayList<>();
    private final Map<String, String> notSeen = new TreeMap<>();
    private @Nullable LimitedTransaction transaction;

    Examination(OperationsDatabase database, DoctorLimits limits) {
        this.database = database;
        this.limits = limits;
        // By the clock of the server, whose times are compared with it.
        this.now =
                database.dsl().select(DSL.currentOffsetDateTime()).fetchSingle().value1();
    }

    /** For checks that take connections of their own. */
    DatabaseTarget target() {
        return database.target();
    }

    /** In a transaction of the check's own, whose statements the server itself ends after a time. */
    OperationsDatabase database() {
        begun();
        return database;
    }

    /** The same for jOOQ alone. */
    DSLContext dsl() {
        return begun().dsl();
    }

    // Not a setting of the session, which would stay behind with others where a pooler hands it on; and no transaction
    // before it is needed: a pooler that has one session has none left for checks on connections of their own.
    private LimitedTransaction begun() {
        if (transaction == null) {
            try {
                transaction = LimitedTransaction.begin(
                        database.connection(), OperationsDatabase.settings(schema()), QUERY_BOUND);
            } catch (SQLException e) {
                throw DatabaseFailures.of(target().toString(), "a transaction", e);
            }
        }
        return transaction;
    }

    /** A check is done. */
    void end() {
        LimitedTransaction ended = transaction;
        transaction = null;
        try {
            if (ended != null) {
                ended.close();
            }
        } catch (SQLException e) {
            throw DatabaseFailures.of(target().toString(), "its transaction to end", e);
        }
    }

    String schema() {
        return target().schema();
    }

    DoctorLimits limits() {
        return limits;
    }

    OffsetDateTime now() {
        return now;
    }

    void found(DoctorFinding finding) {
        findings.add(finding);
    }

    void notSeen(String what, String why) {
        notSeen.put(what, why);
    }

    List<DoctorFinding> findings() {
        return findings;
    }

    Map<String, String> notSeen() {
        return notSeen;
    }
}
