package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.index.AppendCost;
import io.github.jooqeventstore.operations.index.BuiltIndex;
import io.github.jooqeventstore.operations.index.IndexKey;
import io.github.jooqeventstore.operations.index.IndexPlan;
import io.github.jooqeventstore.operations.index.IndexProof;
import io.github.jooqeventstore.operations.index.Indexes;
import io.github.jooqeventstore.operations.index.NewIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code index create}. */
@Command(
        name = "create",
        description = {
            "Builds an index on events while programs append, and shows that the planner uses it.",
            "1 when it cannot be used."
        },
        mixinStandardHelpOptions = true)
final class IndexCreate extends IndexCommand.Waiting {
    /** By what. */
    static final class On {
        @Option(
                names = "--metadata-key",
                paramLabel = "KEY",
                description = "Of the events whose metadata has this key.")
        @Nullable
        String metadataKey;

        @Option(
                names = "--payload-field",
                paramLabel = "/PATH",
                description = "Of the events whose payload has this field, /order/customer for instance.")
        @Nullable
        String payloadField;

        @Option(
                names = "--missing",
                description = "Not one of your own: those of the library's that are missing or invalid.")
        boolean missing;
    }

    /**
     * What the command tells.
     *
     * @param plan what it comes to
     * @param cost what it costs those who append; null unless asked for
     * @param index the index; null where only the plan was asked for
     */
    record Created(
            IndexPlan plan,
            @Nullable AppendCost cost,
            @Nullable BuiltIndex index) {}

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private On on;

    @Option(
            names = "--event-type",
            paramLabel = "TYPE",
            description = "Hold the events of this type alone; may be repeated. Questions must name the types, too.")
    private List<String> types = List.of();

    @Option(names = "--name", description = "The name of the index; else one made of the key.")
    private @Nullable String name;

    @Option(
            names = "--dry-run",
            description = "Show the statement and about how large the index will be; build nothing.")
    private boolean dryRun;

    @Option(
            names = "--measure",
            description = "Measure first what it costs those who append, in two schemas that are thrown away again.")
    private boolean measure;

    @Override
    int index(Indexes indexes) {
        if (on.missing) {
            return missing(indexes);
        }
        NewIndex index = new NewIndex(
                on.metadataKey == null
                        ? IndexKey.payload(String.valueOf(on.payloadField))
                        : IndexKey.metadata(on.metadataKey),
                types,
                name);
        IndexPlan plan = indexes.plan(index);
        AppendCost cost = measure ? indexes.measure(index, output.progress()) : null;
        BuiltIndex built = dryRun ? null : indexes.create(index, output.progress());
        output.result(new Created(plan, cost, built), text(plan, cost, built));
        boolean useless = built != null && built.proof().use() == IndexProof.Use.NOT_USABLE;
        return (useless ? ExitCode.CHECK_FAILED : ExitCode.OK).code();
    }

    private int missing(Indexes indexes) {
        List<String> names = dryRun ? indexes.missing() : indexes.createMissing(output.progress());
        output.result(
                names,
                names.isEmpty()
                        ? "none of the library's own indexes is missing"
                        : (dryRun ? "missing    " : "built      ") + String.join(", ", names));
        return 0;
    }

    private static String text(IndexPlan plan, @Nullable AppendCost cost, @Nullable BuiltIndex built) {
        List<String> lines = new ArrayList<>();
        lines.add("statement  " + plan.sql());
        lines.add("holds      %d of the newest %d events, %d different values; about %s for %d events"
                .formatted(
                        plan.found(),
                        plan.looked(),
                        plan.values(),
                        IndexCommand.size(plan.estimatedBytes()),
                        plan.rows()));
        if (cost != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "cost       %.0f events a second without it, %.0f with it: %.2f times as many (one writer, %d events,"
                            + " all in memory)",
                    cost.withoutIndex(),
                    cost.withIndex(),
                    cost.ratio(),
                    cost.events()));
        }
        if (built == null) {
            lines.add("nothing was built: this is a dry run");
        } else {
            lines.add("index      %s, %s, %s in %d ms"
                    .formatted(
                            built.name(),
                            built.built() ? "built" : "was there",
                            IndexCommand.size(built.bytes()),
                            built.millis()));
            lines.add("use        " + use(built.proof().use()));
            built.proof().plan().forEach(line -> lines.add("plan       " + line));
        }
        return String.join("\n", lines);
    }

    private static String use(IndexProof.Use use) {
        return switch (use) {
            case USED -> "the planner answers a question for a rare value by it";
            case NOT_WORTH_IT ->
                "the planner could use it, and reads the table: with so few events, or so few values, that is cheaper";
            case NOT_USABLE -> "the planner cannot use it: drop it, and report it";
        };
    }
}
