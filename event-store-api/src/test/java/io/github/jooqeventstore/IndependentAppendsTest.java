package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.noteWithId;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statement that writes several appends, each as if it was alone. */
class IndependentAppendsTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final EventStore STORE = EventStore.using(DATABASE.dslOnOneConnection());

    private final String run = UUID.randomUUID().toString();
    private final StreamId first = StreamId.of("a", run);
    private final StreamId between = StreamId.of("b", run);
    private final StreamId last = StreamId.of("c", run);

    @Test
    void writeWhatIsExpectedAndNothingElse() throws Exception {
        UUID known = UUID.randomUUID();
        STORE.append(first, noStream(), noteWithId(known));
        STORE.append(between, noStream(), notes(4));
        STORE.append(last, noStream(), note(1));
        DATABASE.dsl().execute("update event_store.streams set archived_at = now() where stream_id = ?", last.value());
        StreamId created = StreamId.of("d", run);

        List<@Nullable AppendResult> results = write(
                StreamAppend.of(last, exactly(1), note(2)),
                StreamAppend.of(between, exactly(4), note(5)),
                StreamAppend.of(first, noStream(), note(2)),
                StreamAppend.of(created, noStream(), note(1)),
                StreamAppend.of(StreamId.of("e", run), exactly(1), note(1)),
                StreamAppend.of(StreamId.of("f", run), noStream(), noteWithId(known)));

        assertThat(versions(results)).containsExactly(null, 5L, null, 1L, null, null);
        assertThat(STORE.load(between)).hasSize(5);
        assertThat(STORE.load(created))
                .extracting(RecordedEvent::position)
                .isEqualTo(Objects.requireNonNull(results.get(3)).positions());
        assertThat(STORE.load(first)).hasSize(1);
        assertThat(STORE.load(last)).hasSize(1);
        assertThat(STORE.currentVersion(StreamId.of("e", run))).isEmpty();
        assertThat(STORE.currentVersion(StreamId.of("f", run))).isEmpty();
    }

    @Test
    void doNotWaitForEachOtherWhenBothCreateAndMoveTheSameStreams() throws Exception {
        assertNoDeadlock(
                List.of(
                        StreamAppend.of(first, any(), note(1)),
                        StreamAppend.of(between, any(), note(1)),
                        StreamAppend.of(last, any(), note(2))),
                List.of(StreamAppend.of(first, any(), note(2)), StreamAppend.of(last, any(), note(3))));
    }

    @Test
    void doNotWaitForEachOtherWhenTheVersionsAreExpected() throws Exception {
        assertNoDeadlock(
                List.of(
                        StreamAppend.of(first, noStream(), note(1)),
                        StreamAppend.of(between, noStream(), note(1)),
                        StreamAppend.of(last, noStream(), note(2))),
                List.of(StreamAppend.of(first, noStream(), note(2)), StreamAppend.of(last, exactly(1), note(3))));
    }

    /**
     * One creates the first stream and is about to create the last, which another has created since it began; the other
     * appends to the last and is about to create the first.
     */
    private void assertNoDeadlock(List<StreamAppend> one, List<StreamAppend> other) throws Exception {
        try (Connection holder = DATABASE.connect()) {
            holder.setAutoCommit(false);
            STORE.in(holder).append(between, noStream(), note(0));
            Future<List<@Nullable AppendResult>> creating =
                    Threads.beside(() -> write(one.toArray(StreamAppend[]::new)));
            Sessions.awaitWaitingForLocks(DATABASE, 1);
            STORE.append(last, noStream(), note(1));
            Future<List<@Nullable AppendResult>> moving =
                    Threads.beside(() -> write(other.toArray(StreamAppend[]::new)));
            Sessions.awaitWaitingForLocks(DATABASE, 2);
            holder.rollback();

            assertThat(versions(Threads.result(creating))).containsExactly(1L, 1L, null);
            assertThat(versions(Threads.result(moving))).containsExactly(null, 2L);
        }
    }

    private static List<@Nullable Long> versions(List<@Nullable AppendResult> results) {
        List<@Nullable Long> versions = new ArrayList<>();
        for (AppendResult result : results) {
            versions.add(result == null ? null : result.lastVersion());
        }
        return versions;
    }

    private static List<@Nullable AppendResult> write(StreamAppend... appends) throws SQLException {
        Database database = new Database(
                DATABASE.dsl().configuration(),
                new Statements.Cache(SqlParts.commitsAreDurable(), Duration.ofSeconds(10)));
        EventCodec codec = new EventCodec(EventTypes.none(), EventSerializer.jackson(), 1 << 20);
        List<StreamAppend> list = List.of(appends);
        try (Connection connection = DATABASE.connect()) {
            return new SeveralAppends(database, list, codec.encode(list)).writeEach(connection);
        }
    }
}
