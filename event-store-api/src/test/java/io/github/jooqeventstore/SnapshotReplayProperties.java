package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.snapshot.SnapshotType;
import io.github.jooqeventstore.snapshot.Snapshots;
import io.github.jooqeventstore.snapshot.StreamState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Whatever was appended and saved when: the state from a snapshot on is the state that all events give. */
class SnapshotReplayProperties {

    /** What is done to a stream; each step then loads, up to a version that the stream has or has not. */
    record Step(What what, int number, int program, int loadAt) {}

    enum What {
        APPEND,
        SAVE_NEWEST,
        SAVE_EARLIER
    }

    /** Depends on the order of the events, so that one left out, repeated or exchanged is noticed. */
    record Digest(long hash, int count) {

        static final Digest NONE = new Digest(7, 0);

        Digest after(int number) {
            return new Digest(hash * 1_000_003 + number, count + 1);
        }

        Digest after(RecordedEvent event) {
            return after(Integer.parseInt(event.json()));
        }

        static Digest of(List<Integer> numbers) {
            Digest digest = NONE;
            for (int number : numbers) {
                digest = digest.after(number);
            }
            return digest;
        }
    }

    private static final DSLContext DSL_CONTEXT = onOneConnection();

    private final EventStore store = EventStore.builder(DSL_CONTEXT).pageSize(3).build();

    /** An older and a newer program on the same streams. */
    private final List<Snapshots<Digest>> programs = List.of(
            Snapshots.of(store, SnapshotType.of("digest", 1, Digest.class)),
            Snapshots.of(store, SnapshotType.of("digest", 2, Digest.class)));

    private static DSLContext onOneConnection() {
        try {
            return DSL.using(TestDatabase.migrated().connect(), SQLDialect.POSTGRES);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(What.class),
                        Arbitraries.integers().between(-9, 9),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(1, 25))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 200)
    void theStateFromASnapshotOnIsTheStateOfAllEvents(@ForAll("steps") List<Step> steps) {
        StreamId stream = StreamId.of("digest", UUID.randomUUID());
        List<Integer> numbers = new ArrayList<>();
        for (Step step : steps) {
            Snapshots<Digest> program = programs.get(step.program());
            switch (step.what()) {
                case APPEND -> {
                    store.append(stream, any(), new JsonEvent("number", String.valueOf(step.number())));
                    numbers.add(step.number());
                }
                case SAVE_NEWEST -> save(program, program.load(stream, Digest.NONE, Digest::after));
                case SAVE_EARLIER -> save(program, program.loadAt(stream, step.loadAt(), Digest.NONE, Digest::after));
            }
            programs.forEach(each -> {
                assertThat(each.load(stream, Digest.NONE, Digest::after).state())
                        .isEqualTo(Digest.of(numbers));
                int last = Math.min(step.loadAt(), numbers.size());
                StreamState<Digest> then = each.loadAt(stream, step.loadAt(), Digest.NONE, Digest::after);
                assertThat(then.state()).isEqualTo(Digest.of(numbers.subList(0, last)));
                assertThat(then.version()).isEqualTo(last);
            });
        }
    }

    private static void save(Snapshots<Digest> program, StreamState<Digest> state) {
        if (state.version() > 0) {
            program.save(state);
        }
    }
}
