package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.subscription.FailurePolicy;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Records;
import org.jspecify.annotations.Nullable;

/** The ways to read all events in order. */
enum ReaderKind {
    /** As it is often done: whatever lies behind the last position that was seen. */
    NAIVE("naive", "position > checkpoint by a plain query; it misses events, and shows that this would be seen") {
        @Override
        Reader open(String name, ReaderStore readers, Tally tally) {
            return new PullReader(name, readers, tally, checkpoint -> naivePage(readers.store(), checkpoint));
        }
    },
    /** All events, by the library. */
    READ_ALL("read-all", "EventStore.readAll, every event") {
        @Override
        Reader open(String name, ReaderStore readers, Tally tally) {
            return pulling(name, readers, tally, EventFilter.everything());
        }
    },
    /** Events of one type, by the library. */
    FILTERED("filtered", "EventStore.readAll with a filter on the type") {
        @Override
        Reader open(String name, ReaderStore readers, Tally tally) {
            return pulling(name, readers, tally, EventFilter.ofTypes(NewEvents.FLAGGED));
        }

        @Override
        boolean expects(String type) {
            return type.equals(NewEvents.FLAGGED);
        }
    },
    /** At least once by the library, and once by what the handler writes. */
    SUBSCRIPTION("subscription", "a subscription, whose handler writes what it is given once by event id") {
        @Override
        Reader open(String name, ReaderStore readers, Tally tally) {
            return new SubscribedReader(
                    name,
                    name,
                    readers,
                    tally,
                    (subscriptions, journal) ->
                            subscriptions.start(definition(name).onFailure(PATIENT), event -> {
                                if (!journal.noteOnce(Event.of(event), Instant.now())) {
                                    tally.add("events that came again to a handler");
                                }
                            })::status);
        }
    },
    /** Exactly once, by members who share the work. */
    PARTITIONED(
            "partitioned", "one subscription in " + Readers.PARTITIONS + " partitions, shared by its three readers") {
        @Override
        Reader open(String name, ReaderStore readers, Tally tally) {
            return new SubscribedReader(
                    name,
                    word(),
                    readers,
                    tally,
                    (subscriptions, journal) -> subscriptions.startInTransactions(
                            definition(word()).partitions(Readers.PARTITIONS),
                            (tx, events) -> journal.note(
                                    tx, events.stream().map(Event::of).toList(), Instant.now()))::status);
        }

        @Override
        boolean isShared() {
            return true;
        }
    },
    /** Exactly once, as rows. */
    PROJECTION("projection", "a projection, whose rows are what it was given") {
        @Override
        Reader open(String name, ReaderStore readers, Tally tally) {
            return new SubscribedReader(
                    name,
                    name,
                    readers,
                    tally,
                    (subscriptions, journal) -> Projections.of(readers.store(), subscriptions)
                            .start(Projection.of(
                                    definition(name),
                                    batch -> journal.note(
                                            batch.dsl(),
                                            batch.events().stream()
                                                    .map(Event::of)
                                                    .toList(),
                                            Instant.now())))::status);
        }
    };

    /** A handler that writes elsewhere than in the transaction of the checkpoint sees the database fail itself. */
    private static final FailurePolicy PATIENT =
            FailurePolicy.retry(Integer.MAX_VALUE).pauses(Duration.ofMillis(20), Duration.ofMillis(500));

    private final String word;
    private final String meaning;

    ReaderKind(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** A reader that goes on where the last one of that name has stopped. */
    abstract Reader open(String name, ReaderStore readers, Tally tally);

    /** Whether it must deliver the events of that type. */
    boolean expects(String type) {
        return true;
    }

    /** Whether its readers are members who share the events, and one journal. */
    boolean isShared() {
        return false;
    }

    /** Its events of one number come in the order of their positions. */
    final int lane(StoredEvent event) {
        return isShared() ? event.partition() : 0;
    }

    String word() {
        return word;
    }

    static @Nullable ReaderKind named(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElse(null);
    }

    /** Those that must miss nothing. */
    static List<ReaderKind> sound() {
        return Arrays.stream(values()).filter(kind -> kind != NAIVE).toList();
    }

    static String help() {
        return Arrays.stream(values())
                .map(kind -> " ".repeat(25) + kind.word + ": " + kind.meaning)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return word;
    }

    private static SubscriptionDefinition definition(String name) {
        return SubscriptionDefinition.named(name).batchSize(Page.MOST_EVENTS);
    }

    private static Reader pulling(String name, ReaderStore readers, Tally tally, EventFilter filter) {
        AllSlice slice = AllSlice.where(filter).limit(Page.MOST_EVENTS);
        return new PullReader(name, readers, tally, checkpoint -> {
            AllPage page = readers.store().readAll(slice.after(checkpoint));
            return new Page(page.events().stream().map(Event::of).toList(), page.through());
        });
    }

    private static Page naivePage(EventStore store, long checkpoint) {
        List<Event> events =
                store.withDsl(dsl -> dsl.select(EVENTS.POSITION, EVENTS.EVENT_ID, EVENTS.STREAM_ID, EVENTS.VERSION)
                        .from(EVENTS)
                        .where(EVENTS.POSITION.gt(checkpoint))
                        .orderBy(EVENTS.POSITION)
                        .limit(Page.MOST_EVENTS)
                        .fetch(Records.mapping(Event::new)));
        return new Page(events, events.isEmpty() ? checkpoint : events.getLast().position());
    }
}
