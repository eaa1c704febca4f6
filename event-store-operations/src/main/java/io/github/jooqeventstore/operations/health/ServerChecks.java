package io.github.jooqeventstore.operations.health;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgDatabase;
import io.github.jooqeventstore.operations.catalog.PgIndex;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import io.github.jooqeventstore.operations.catalog.PgPreparedXacts;
import io.github.jooqeventstore.operations.catalog.PgStatArchiver;
import io.github.jooqeventstore.operations.catalog.PgStatProgressCreateIndex;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** What PostgreSQL knows of its own troubles. */
final class ServerChecks {
    private ServerChecks() {}

    /** That they are there and enabled, the structure says; a session can still be told to pass them by. */
    static HealthCheck triggers(DSLContext dsl) {
        String role =
                dsl.select(setting("session_replication_role")).fetchSingle().value1();
        return "replica".equals(role)
                ? HealthCheck.failed(
                        "triggers",
                        "expected session_replication_role origin, found replica: history is not protected; reset it for"
                                + " role and database",
                        ExitCode.INTEGRITY)
                : HealthCheck.passed("triggers", "they fire in sessions of this role");
    }

    /** What is left of an index that could not be built; not one that is being built at present. */
    static HealthCheck invalidIndexes(DSLContext dsl, String schema) {
        var index = new PgIndex("i");
        var relation = new PgClass("c");
        var namespace = new PgNamespace("n");
        var progress = new PgStatProgressCreateIndex("p");
        List<String> invalid = dsl.select(relation.name)
                .from(index.table())
                .join(relation.table())
                .on(relation.oid.eq(index.index))
                .join(namespace.table())
                .on(namespace.oid.eq(relation.namespace))
                .where(namespace.name.eq(schema))
                .and(index.valid.isFalse().or(index.ready.isFalse()).or(index.live.isFalse()))
                .and(notExists(selectOne().from(progress.table()).where(progress.index.eq(index.index))))
                .orderBy(relation.name)
                .fetch(relation.name);
        return invalid.isEmpty()
                ? HealthCheck.passed("indexes", "all are valid")
                : HealthCheck.failed(
                        "indexes",
                        "expected valid ones, found invalid " + String.join(", ", invalid)
                                + ", which cost and serve nothing; event-store maintain reindex mends it");
    }

    static HealthCheck transactionIds(DSLContext dsl, HealthLimits limits) {
        var database = new PgDatabase("d");
        var row = dsl.select(
                        system("age", SQLDataType.BIGINT, database.frozenXid),
                        system("mxid_age", SQLDataType.BIGINT, database.minMultixact))
                .from(database.table())
                .where(database.name.eq(system("current_database", SQLDataType.CLOB)))
                .fetchSingle();
        long age = Math.max(row.value1(), row.value2());
        return age <= limits.transactionIdAge()
                ? HealthCheck.passed("transaction ids", "the oldest is " + age + " transactions old")
                : HealthCheck.failed(
                        "transaction ids",
                        "expected none older than " + limits.transactionIdAge() + " transactions, found " + age
                                + ": the server stops taking writes at about 2000000000; end old transactions, then"
                                + " event-store maintain freeze");
    }

    static HealthCheck prepared(DSLContext dsl, HealthLimits limits) {
        var prepared = new PgPreparedXacts("p");
        List<String> old = dsl.select(prepared.gid, prepared.prepared)
                .from(prepared.table())
                .where(prepared.database.eq(system("current_database", SQLDataType.CLOB)))
                .and(prepared.prepared.lt(currentOffsetDateTime()
                        .minus(DSL.inline(DayToSecond.valueOf(limits.prepared()), SQLDataType.INTERVALDAYTOSECOND))))
                .orderBy(prepared.prepared)
                .fetch(row -> row.value1() + " since " + row.value2());
        return old.isEmpty()
                ? HealthCheck.passed("prepared", "no prepared transaction is forgotten")
                : HealthCheck.failed(
                        "prepared",
                        "expected no prepared transaction older than "
                                + limits.prepared().toSeconds() + " s, found " + String.join(", ", old)
                                + "; end it with commit prepared or rollback prepared");
    }

    static HealthCheck archiving(DSLContext dsl) {
        String mode = dsl.select(setting("archive_mode")).fetchSingle().value1();
        if ("off".equals(mode)) {
            return HealthCheck.passed("archiving", "it is off");
        }
        var archiver = new PgStatArchiver("r");
        var row = dsl.select(archiver.lastArchivedTime, archiver.lastFailedTime, archiver.lastFailedWal)
                .from(archiver.table())
                .fetchSingle();
        OffsetDateTime archived = row.value1();
        OffsetDateTime failed = row.value2();
        return failed == null || (archived != null && archived.isAfter(failed))
                ? HealthCheck.passed(
                        "archiving", archived == null ? "nothing had to be archived yet" : "last at " + archived)
                : HealthCheck.failed(
                        "archiving",
                        "expected every segment archived, found " + row.value3() + " failing, last at " + failed
                                + "; the server's log says why, and its disk fills until it succeeds");
    }
}
