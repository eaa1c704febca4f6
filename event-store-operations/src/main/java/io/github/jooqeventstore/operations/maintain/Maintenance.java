package io.github.jooqeventstore.operations.maintain;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Looks after the tables of a store while programs append to it. Nothing here takes a lock that an append waits for: there is no
 * {@code vacuum full} and no {@code reindex} but concurrently.
 *
 * <p>The role must own the tables. A {@link DataAccessException} tells what the server refuses.
 */
public final class Maintenance {
    private static final String EVENTS = "events";

    private final OperationsDatabase database;
    private final DSLContext dsl;
    private final StoreRelations relations;

    /** Of the store that the connection leads to; it must be in no transaction. */
    public Maintenance(OperationsDatabase database) {
        this.database = database;
        this.dsl = database.dsl();
        this.relations = new StoreRelations(database);
    }

    /** {@return the tables in the schema of the store, with what they waste} */
    public List<StoreTable> tables() {
        return relations.tables();
    }

    /** {@return the indexes in the schema of the store, with what they waste} */
    public List<StoreIndex> indexes() {
        return relations.indexes();
    }

    /**
     * Frees what dead rows held, and makes the statistics anew.
     *
     * @param progress told of each table
     * @return the tables afterwards
     */
    public List<StoreTable> vacuum(Progress progress) {
        List<StoreTable> tables = relations.tables();
        for (int done = 0; done < tables.size(); done++) {
            progress.at("vacuum", done, tables.size());
            // Plain SQL: jOOQ has no vacuum. The name is quoted by it. To cut pages off the end would take a lock that
            // appends wait for.
            dsl.execute(
                    "vacuum (analyze, truncate false) {0}",
                    name(tables.get(done).name()));
        }
        progress.at("vacuum", tables.size(), tables.size());
        return relations.tables();
    }

    /**
     * Freezes the events: every page that no running transaction could still see otherwise is never looked at by vacuum again.
     *
     * @return the table of events afterwards; pages at its end that were written meanwhile are not frozen yet
     */
    public StoreTable freeze() {
        // Plain SQL: jOOQ has no vacuum. The name is quoted by it.
        dsl.execute("vacuum (freeze, analyze, truncate false) {0}", name(EVENTS));
        return relations.tables().stream()
                .filter(table -> table.name().equals(EVENTS))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Makes indexes anew, one after the other, while they are used; removes first what an interrupted {@code reindex} has left.
     *
     * @param names of the indexes; empty: all in the schema
     * @param progress told of each index
     * @return the indexes that were made anew, afterwards
     * @throws OperationsException when one could not be made: what was begun for it is removed again; with
     *     {@link ExitCode#USAGE} when there is none of a name
     */
    public List<StoreIndex> reindex(List<String> names, Progress progress) {
        removeLeftovers();
        List<String> all = relations.indexes().stream().map(StoreIndex::name).toList();
        for (String name : names) {
            if (!all.contains(name)) {
                throw new OperationsException(
                        ExitCode.USAGE,
                        "index " + name + ": expected it in schema "
                                + database.target().schema() + ", found none; maintain bloat shows all");
            }
        }
        List<String> wanted = names.isEmpty() ? all : names;
        for (int done = 0; done < wanted.size(); done++) {
            progress.at("reindex", done, wanted.size());
            reindex(wanted.get(done));
        }
        progress.at("reindex", wanted.size(), wanted.size());
        return relations.indexes().stream()
                .filter(index -> wanted.contains(index.name()))
                .toList();
    }

    private void reindex(String index) {
        try {
            // Plain SQL: jOOQ has no reindex. The name is quoted by it.
            dsl.execute("reindex index concurrently {0}", name(index));
        } catch (DataAccessException e) {
            removeLeftovers();
            throw DatabaseFailures.of("index " + index, "to be made anew", e);
        }
    }

    /** {@return the names of what an interrupted {@code reindex concurrently} had left, and that is now gone} */
    public List<String> removeLeftovers() {
        List<String> removed = new ArrayList<>();
        for (StoreIndex index : relations.indexes()) {
            // PostgreSQL's own names for the copy that it builds, and for the one that it replaces.
            if (!index.valid() && index.name().matches(".*_cc(new|old)[0-9]*")) {
                // Plain SQL: jOOQ drops no index concurrently. The name is quoted by it.
                dsl.execute("drop index concurrently if exists {0}", name(index.name()));
                removed.add(index.name());
            }
        }
        return removed;
    }

    private Name name(String relation) {
        return DSL.name(database.target().schema(), relation);
    }
}
