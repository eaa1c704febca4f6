package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.val;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Record;
import org.jooq.Result;

/** What the statements of a transaction lock and write anew. Plain SQL: system catalogs. */
final class LockWatch {
    private static final String FILES = """
            select c.oid::bigint as id, c.relkind in ('i', 'I') as index, c.relname as name,
              pg_relation_filenode(c.oid)::bigint as file
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = {0} and c.relkind in ('r', 'p', 'm', 'i', 'I')""";
    // Locks that readers and writers of events take themselves are not worth telling.
    private static final String LOCKS = """
            select l.relation::bigint as id, c.relname as name, l.mode as mode
            from pg_locks l join pg_class c on c.oid = l.relation
            where l.pid = pg_backend_pid() and l.locktype = 'relation' and c.relkind in ('r', 'p', 'm')
              and l.database = (select oid from pg_database where datname = current_database())
              and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
              and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
            order by c.relname, l.mode""";

    private static final List<String> STRENGTHS = List.of(
            "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    private final MigrationSession session;
    private final Map<Long, Long> files = new HashMap<>();
    private final Map<String, Integer> strongest = new HashMap<>();

    /** Begins: what is there now is what others use. */
    LockWatch(MigrationSession session) {
        this.session = session;
        fetchFiles().forEach(row -> files.put(id(row), row.get("file", Long.class)));
    }

    private Result<Record> fetchFiles() {
        return session.dsl().fetch(FILES, val(session.schema()));
    }

    private static Long id(Record row) {
        return row.get("id", Long.class);
    }

    /** {@return the locks that were taken since the last call, on what was there at the beginning: of each table the strongest} */
    List<String> newLocks() {
        Map<String, Integer> taken = new TreeMap<>();
        for (Record row : session.dsl().fetch(LOCKS)) {
            if (files.containsKey(id(row))) {
                taken.merge(row.get("name", String.class), STRENGTHS.indexOf(row.get("mode", String.class)), Math::max);
            }
        }
        var told = new ArrayList<String>();
        taken.forEach((table, strength) -> {
            if (strength > strongest.getOrDefault(table, -1)) {
                strongest.put(table, strength);
                told.add(readable(STRENGTHS.get(strength)) + " on " + table);
            }
        });
        return told;
    }

    // AccessExclusiveLock as SQL calls it: ACCESS EXCLUSIVE.
    private static String readable(String mode) {
        return mode.replaceFirst("Lock$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(Locale.ROOT);
    }

    /** {@return what was written anew since the last call} */
    List<String> newFiles() {
        var rewritten = new ArrayList<String>();
        for (Record row : fetchFiles()) {
            Long file = row.get("file", Long.class);
            Long before = files.get(id(row));
            if (before != null && !before.equals(file)) {
                files.put(id(row), file);
                rewritten.add((row.get("index", Boolean.class) ? "index " : "table ") + row.get("name"));
            }
        }
        return rewritten;
    }
}
