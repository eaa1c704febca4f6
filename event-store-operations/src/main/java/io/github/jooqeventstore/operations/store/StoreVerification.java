package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.SQLDataType.BIGINT;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a store is what an event store promises to be. Reads only, in one moment of the database, with the rights of the
 * reader role.
 */
public final class StoreVerification {
    private StoreVerification() {}

    /**
     * What is looked at beside all that is always looked at.
     *
     * @param chain the file of a chain that {@link EventChain} has written; null: none
     * @param link the last link of that chain as it was noted elsewhere; null: any
     * @param strict whether a gap that nothing explains is a finding
     */
    public record Options(@Nullable Path chain, @Nullable String link, boolean strict) {
        /** {@return no chain, and gaps are only told} */
        public static Options defaults() {
            return new Options(null, null, false);
        }

        /** {@return the same with a chain} */
        public Options chain(Path file) {
            return new Options(file, link, strict);
        }

        /** {@return the same, where a gap that nothing explains is a finding} */
        public Options strictly() {
            return new Options(chain, link, true);
        }
    }

    /**
     * {@return what was found}
     *
     * @throws io.github.jooqeventstore.operations.OperationsException when the database or the chain cannot be read
     */
    public static StoreReport run(DatabaseTarget target, Options options, Progress progress) {
        var findings = new Findings();
        List<String> notChecked = new ArrayList<>();
        try (ReadSnapshot snapshot = ReadSnapshot.open(target)) {
            StoreState state = StoreState.read(snapshot.database());
            long head = state.headPosition();
            progress.at("tables", 0, 0);
            var tables = new TableChecks(snapshot.database(), findings, notChecked);
            tables.schema();
            tables.changes();
            tables.sequence(head);
            var streams = new StreamChecks(snapshot.dsl(), findings);
            progress.at("streams", 0, 0);
            streams.continuity();
            progress.at("heads", 0, 0);
            streams.heads();
            streams.snapshots();
            progress.at("checkpoints", 0, 0);
            var checkpoints = new CheckpointChecks(snapshot.dsl(), findings);
            checkpoints.checkpoints(head, state.epoch());
            checkpoints.parked();
            progress.at("positions", 0, 0);
            PositionGaps gaps = gaps(snapshot, state.epoch(), findings, options.strict());
            ChainState chain = options.chain() == null
                    ? null
                    : new ChainComparison(snapshot, state.storeId(), findings, progress)
                            .run(options.chain(), options.link());
            return new StoreReport(
                    state.storeId(),
                    state.epoch(),
                    snapshot.events(),
                    snapshot.dsl()
                            .select(count().cast(BIGINT))
                            .from(STREAMS)
                            .fetchSingle()
                            .value1(),
                    head,
                    gaps,
                    chain,
                    findings.kept(),
                    findings.counts(),
                    notChecked,
                    snapshot.heldMillis());
        }
    }

    /** {@return the positions that are missing, and why, as far as that can be known} */
    public static PositionGaps gaps(DatabaseTarget target) {
        try (ReadSnapshot snapshot = ReadSnapshot.open(target)) {
            return new GapQuery(snapshot, StoreState.read(snapshot.database()).epoch()).run();
        }
    }

    private static PositionGaps gaps(ReadSnapshot snapshot, long epoch, Findings findings, boolean strict) {
        PositionGaps gaps = new GapQuery(snapshot, epoch).run();
        if (strict) {
            gaps.longest().stream()
                    .filter(gap -> gap.cause() == PositionGap.Cause.UNEXPLAINED)
                    .forEach(gap -> findings.add(
                            Kind.GAP_UNEXPLAINED,
                            "positions " + gap.from() + " through " + gap.through(),
                            "a transaction that was rolled back",
                            "none"));
        }
        return gaps;
    }
}
