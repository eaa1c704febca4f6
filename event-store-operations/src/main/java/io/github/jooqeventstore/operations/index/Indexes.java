package io.github.jooqeventstore.operations.index;

import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import io.github.jooqeventstore.operations.lint.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Indexes of a store: advised, built and dropped while programs append. Nothing here takes a lock that an append waits for.
 *
 * <p>To build and to drop, the role must own the tables. An {@link OperationsException} tells what could not be done.
 */
public final class Indexes {
    private static final Pattern INDEX = Pattern.compile("index (\\S+) on (\\S+)");
    private static final String UNIQUE = "unique ";

    private final OperationsDatabase database;
    private final LockPatience patience;

    /** Of the store that the connection leads to; it must be in no transaction. */
    public Indexes(OperationsDatabase database) {
        this(database, LockPatience.defaults());
    }

    /** The same with another patience. */
    public Indexes(OperationsDatabase database, LockPatience patience) {
        this.database = database;
        this.patience = patience;
    }

    /** {@return what the server's own statistics say of the indexes; reads only} */
    public IndexReport advise(IndexLimits limits) {
        return new IndexAdvisor(database, limits).run();
    }

    /** {@return what building an index comes to; reads only} */
    public IndexPlan plan(NewIndex index) {
        IndexDefinition definition = index.definition(database.dsl());
        IndexSample sample = IndexSample.of(database.dsl(), index);
        long rows = rows();
        return new IndexPlan(
                definition.name(),
                new IndexBuild(database).sql(definition),
                rows,
                sample.looked(),
                sample.found(),
                sample.values(),
                sample.estimate(rows));
    }

    /**
     * {@return what the index costs those who append, measured now in two schemas that are thrown away again}
     *
     * @param progress told of each round
     */
    public AppendCost measure(NewIndex index, Progress progress) {
        return new AppendMeasurement(database).run(index, progress);
    }

    /**
     * Builds an index, makes the statistics that its plan needs, and asks for the plan.
     *
     * @param progress told of each step
     * @return the index, also when it was there before
     * @throws OperationsException when there is another one of its name, or it could not be built: what was begun is gone again
     */
    public BuiltIndex create(NewIndex index, Progress progress) {
        IndexDefinition definition = index.definition(database.dsl());
        long begin = System.nanoTime();
        progress.at("build " + definition.name(), 0, 2);
        var build = new IndexBuild(database);
        boolean built = build.run(definition, patience);
        build.keepStatistics(index, definition.name(), patience);
        progress.at("statistics", 1, 2);
        // Plain SQL: jOOQ has no analyze. The name is quoted by it.
        database.dsl().execute("analyze {0}", qualified("events"));
        progress.at("statistics", 2, 2);
        return new BuiltIndex(
                definition.name(),
                built,
                (System.nanoTime() - begin) / 1_000_000,
                find(definition.name()).bytes(),
                IndexProof.of(database.dsl(), index, definition.name()));
    }

    /** {@return which of the library's own indexes are missing or invalid} Those of keys are not among them: they refuse rows, too. */
    public List<String> missing() {
        return missingOnes().stream().map(IndexDefinition::name).toList();
    }

    /**
     * Builds those of the library's own indexes that are missing or invalid, as the migrations make them.
     *
     * @param progress told of each index
     * @return their names
     */
    public List<String> createMissing(Progress progress) {
        List<IndexDefinition> missing = missingOnes();
        for (int done = 0; done < missing.size(); done++) {
            progress.at("build " + missing.get(done).name(), done, missing.size());
            new IndexBuild(database).run(missing.get(done), patience);
        }
        return missing.stream().map(IndexDefinition::name).toList();
    }

    private List<IndexDefinition> missingOnes() {
        List<IndexDefinition> missing = new ArrayList<>();
        for (SchemaFinding finding : SchemaMigrations.of(database.target().dataSource())
                .schema(database.target().schema())
                .validate()) {
            Matcher index = INDEX.matcher(finding.subject());
            boolean gone = finding.finding().equals("none") || finding.finding().endsWith(", invalid");
            if (index.matches() && gone) {
                boolean unique = finding.expectation().startsWith(UNIQUE);
                String definition = finding.expectation().substring(unique ? UNIQUE.length() : 0);
                missing.add(
                        new IndexDefinition(index.group(1), null, index.group(2), unique, true, "using " + definition));
            }
        }
        return missing;
    }

    /**
     * {@return what would be dropped}
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} for one of the library's own, and for the index of a key; with
     *     {@link ExitCode#USAGE} when there is none of that name
     */
    public DroppedIndex planDrop(String name) {
        IndexShape index = find(name);
        if (IndexShapes.isOwn(index)) {
            throw new OperationsException(
                    ExitCode.REFUSED, "index " + name + ": expected one of your own, found one that the library needs");
        }
        if (index.constraint()) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "index " + name + ": expected one that stands for itself, found that of a key of " + index.table()
                            + ": drop the constraint, if that is what you want");
        }
        return new DroppedIndex(
                name,
                index.table(),
                index.definition(),
                index.bytes(),
                index.unique(),
                index.scans(),
                IndexAdvisor.statisticsSince(database));
    }

    /** Drops an index of the operator's own while others read and write; the plan's refusals are this one's, too. */
    public DroppedIndex drop(String name) {
        DroppedIndex dropped = planDrop(name);
        new PatientSession(database, patience).run("index " + name, "to be dropped", () -> {
            // Plain SQL: jOOQ drops no index concurrently, and no statistics. The names are quoted by it.
            database.dsl().execute("drop index concurrently if exists {0}", qualified(name));
            database.dsl().execute("drop statistics if exists {0}", new IndexBuild(database).statistics(name));
        });
        return dropped;
    }

    private IndexShape find(String name) {
        return IndexShapes.read(database).stream()
                .filter(index -> index.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OperationsException(
                        ExitCode.USAGE,
                        "index " + name + ": expected it in schema "
                                + database.target().schema() + ", found none of that name"));
    }

    private long rows() {
        var relation = new PgClass("c");
        var namespace = new PgNamespace("n");
        return database.dsl()
                .select(greatest(relation.rows, inline(0f)).cast(SQLDataType.BIGINT))
                .from(relation.table())
                .join(namespace.table())
                .on(namespace.oid.eq(relation.namespace))
                .where(namespace.name.eq(database.target().schema()))
                .and(relation.name.eq("events"))
                .fetchSingle()
                .value1();
    }

    private Name qualified(String relation) {
        return DSL.name(database.target().schema(), relation);
    }
}
