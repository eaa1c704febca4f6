package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.access.AccessRules;
import io.github.jooqeventstore.operations.access.Listening;
import io.github.jooqeventstore.operations.readiness.Check.Finding;
import java.util.List;
import org.jooq.impl.DSL;

/** Who reaches the database, and as whom. */
final class AccessItems {
    // Plain SQL: catalogs and views of the server, of which there are no generated classes. Tools of administrators may
    // be
    // there as the owner; programs may not.
    private static final String ROLES = """
            select r.rolname as name, r.rolsuper or pg_has_role(r.oid, c.relowner, 'member') as owns,
              (select count(*)::int from pg_stat_activity a
               where a.usesysid = r.oid and a.datname = current_database() and a.pid <> pg_backend_pid()
                 and a.application_name !~ '^(event-store|psql|pg_)') as programs
            from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join pg_roles r
            where n.nspname = {0} and c.relname = 'events' and r.rolcanlogin
              and has_column_privilege(r.oid, c.oid, 'event_data', 'insert')
            order by r.rolname""";

    /** A role that may append. */
    record Appending(String name, boolean owns, int programs) {}

    static final List<Check> ALL = List.of(
            new Check(
                    "tls",
                    "docs/operations/security.md: certificates, and --sslmode verify-full",
                    false,
                    (db, around) -> tls(Listening.read(db))),
            new Check(
                    "access-rules",
                    "docs/operations/security.md: pg_hba.conf",
                    false,
                    (db, around) -> rules(AccessRules.read(db).findings())),
            new Check(
                    "roles",
                    "event-store roles grant --application ROLE --reader ROLE --operator ROLE",
                    false,
                    AccessItems::roles),
            new Check(
                    "firewall",
                    "let the networks of your programs reach the port, and nobody else",
                    true,
                    AccessItems::network));

    private AccessItems() {}

    static Finding tls(Listening listening) {
        if (listening.onThisMachineAlone()) {
            return Finding.done("the server listens on its own machine alone");
        }
        if (!listening.ssl()) {
            return Finding.notDone("ssl is off, and the server listens at " + listening.addresses());
        }
        return listening.verified()
                ? Finding.done("this connection is encrypted, and the server has proved who it is")
                : Finding.notDone("expected this connection with sslmode verify-full, found "
                        + (listening.sslMode() == null ? "none" : listening.sslMode())
                        + (listening.encrypted() ? "" : ", and no encryption"));
    }

    private static Finding rules(List<String> findings) {
        return findings.isEmpty()
                ? Finding.done("every line asks for a proof, and TLS from other machines")
                : Finding.notDone(SchemaItems.some(findings));
    }

    private static Finding roles(OperationsDatabase database, Surroundings around) {
        List<Appending> roles =
                database.dsl().fetch(ROLES, DSL.val(database.target().schema())).into(Appending.class);
        if (roles.isEmpty()) {
            return Finding.notDone("expected a role with a login that may append, found none");
        }
        List<String> tooMighty = roles.stream()
                .filter(role -> role.owns() && role.programs() > 0)
                .map(Appending::name)
                .toList();
        if (!tooMighty.isEmpty()) {
            return Finding.notDone(
                    "programs are logged in as " + String.join(", ", tooMighty) + ", who could rewrite history");
        }
        List<String> right =
                roles.stream().filter(role -> !role.owns()).map(Appending::name).toList();
        return right.isEmpty()
                ? Finding.notDone("expected a role that may append and owns nothing, found owners and superusers alone")
                : Finding.done("programs append as " + String.join(", ", right));
    }

    private static Finding network(OperationsDatabase database, Surroundings around) {
        Listening listening = Listening.read(database);
        return listening.onThisMachineAlone()
                ? Finding.done("the server listens on its own machine alone")
                : Finding.unknown("the server listens at " + listening.addresses()
                        + "; who reaches that is not to be seen from here");
    }
}
