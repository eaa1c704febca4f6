package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.EventStoreException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jooq.exception.DataAccessException;

/** Asks for the next page again and again, and notes each with its checkpoint in one transaction. */
final class PullReader implements Reader {

    static final Duration BETWEEN = Duration.ofMillis(5);

    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final Journal journal;
    private final Tally tally;
    private final LongFunction<Page> pages;

    PullReader(String name, ReaderStore readers, Tally tally, LongFunction<Page> pages) {
        this.journal = new Journal(name, readers.dsl());
        this.tally = tally;
        this.pages = pages;
    }

    @Override
    public void run(BooleanSupplier going) {
        while (going.getAsBoolean()) {
            try {
                read(going);
            } catch (DataAccessException | EventStoreException | Journal.AnotherReaderException e) {
                tally.add(Failures.label("reader", e));
                Pauses.passing(AFTER_FAILURE, going);
            }
        }
    }

    private void read(BooleanSupplier going) {
        long checkpoint = journal.checkpoint();
        while (going.getAsBoolean()) {
            Page page = pages.apply(checkpoint);
            if (page.through() == checkpoint) {
                // Nothing tells of events that other programs append: they are asked for.
                Pauses.passing(BETWEEN, going);
            } else {
                journal.commit(checkpoint, page);
                checkpoint = page.through();
            }
        }
    }
}
