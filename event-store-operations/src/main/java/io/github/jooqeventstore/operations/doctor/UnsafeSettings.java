package io.github.jooqeventstore.operations.doctor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.catalog.PgDatabase;
import io.github.jooqeventstore.operations.catalog.PgDbRoleSetting;
import io.github.jooqeventstore.operations.catalog.PgRoles;
import io.github.jooqeventstore.operations.catalog.PgSettings;
import io.github.jooqeventstore.operations.tune.Durability;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Settings by which acknowledged events can be lost, or damage goes unseen: of the server, of databases and of roles. */
record UnsafeSettings() implements Check {
    @Override
    public String name() {
        return "settings";
    }

    @Override
    public void look(Examination examination) {
        ofThisSession(examination);
        ofRolesAndDatabases(examination);
    }

    private void ofThisSession(Examination examination) {
        var settings = new PgSettings("s");
        examination
                .dsl()
                .select(settings.name, settings.setting)
                .from(settings.table())
                .where(settings.name.in(Durability.settings()))
                .orderBy(settings.name)
                .forEach(row -> judge(
                        examination,
                        row.value1(),
                        row.value2(),
                        "",
                        "psql: alter system reset " + row.value1() + "; select pg_reload_conf(); and take it out of"
                                + " postgresql.conf"));
    }

    /** Of others than the role that asks: their sessions have them, ours does not. */
    private void ofRolesAndDatabases(Examination examination) {
        var own = new PgDbRoleSetting("o");
        var role = new PgRoles("r");
        var database = new PgDatabase("d");
        examination
                .dsl()
                .select(role.name, database.name, own.settings)
                .from(own.table())
                .leftJoin(role.table())
                .on(role.oid.eq(own.role))
                .leftJoin(database.table())
                .on(database.oid.eq(own.database))
                .where(coalesce(database.name, system("current_database", SQLDataType.CLOB))
                        .eq(system("current_database", SQLDataType.CLOB)))
                .orderBy(coalesce(role.name, inline("")))
                .forEach(row -> {
                    for (String pair : row.value3()) {
                        int equals = pair.indexOf('=');
                        judge(
                                examination,
                                pair.substring(0, equals),
                                pair.substring(equals + 1),
                                whose(row.value1(), row.value2()),
                                "psql: " + alter(row.value1(), row.value2()) + " reset " + pair.substring(0, equals));
                    }
                });
    }

    private void judge(Examination examination, String setting, String value, String whose, String mend) {
        if (Durability.isEndangeredBy(setting, value)) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.DANGER,
                    "Setting " + setting + " is " + value + whose
                            + ": after a crash acknowledged events are gone, or damage goes unseen.",
                    mend));
        }
    }

    private static String whose(@Nullable String role, @Nullable String database) {
        return (role == null ? "" : " for role " + role) + (database == null ? "" : " in database " + database);
    }

    private static String alter(@Nullable String role, @Nullable String database) {
        return role == null
                ? "alter database " + database
                : "alter role " + role + (database == null ? "" : " in database " + database);
    }
}
