package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** Being told of appends. */
class AppendListenerTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final EventStore store = EventStore.using(dsl);
    private final StreamId stream = StreamId.of("told", 1);
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsOfEachAppendWithItsLastPositionAndWhetherItIsCommitted() {
        store.onAppend((position, committed) -> told.add(position + (committed ? " committed" : " in a transaction")));

        store.append(stream, any(), notes(3));
        store.append(List.of(
                StreamAppend.of(stream, any(), note(4)),
                StreamAppend.of(StreamId.of("told", 2), noStream(), notes(2))));
        dsl.transaction(tx -> {
            store.in(tx).append(stream, any(), note(7));
        });

        assertThat(told).containsExactly("3 committed", "6 committed", "7 in a transaction");
    }

    @Test
    void tellsNothingOfARefusedAppend() {
        store.append(stream, any(), note(1));
        store.onAppend((position, committed) -> told.add("appended"));

        assertThatThrownBy(() -> store.append(stream, noStream(), note(2)))
                .isInstanceOf(WrongExpectedVersionException.class);

        assertThat(told).isEmpty();
    }

    @Test
    void tellsEachRegistrationUntilItIsClosed() {
        AppendListener listener = (position, committed) -> told.add("told");
        AppendListener.Registration first = store.onAppend(listener);
        AppendListener.Registration second = store.in(dsl).onAppend(listener);

        store.append(stream, any(), note(1));
        first.close();
        first.close();
        store.append(stream, any(), note(2));
        second.close();
        store.append(stream, any(), note(3));

        assertThat(told).hasSize(3);
    }

    @Test
    void anAppendGoesThroughWhateverAListenerThrows() {
        store.onAppend((position, committed) -> {
            throw new AssertionError("a listener that fails");
        });
        store.onAppend((position, committed) -> told.add("told"));

        assertThat(store.append(stream, any(), note(1)).lastPosition()).isOne();

        assertThat(told).containsExactly("told");
        assertThat(store.load(stream)).hasSize(1);
    }
}
