package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventStore;
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
    };

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
