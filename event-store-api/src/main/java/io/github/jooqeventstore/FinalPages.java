package io.github.jooqeventstore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Pages of final events, each asked for when the one before is used up, until nothing more is final. */
final class FinalPages implements Iterator<RecordedEvent> {

    private final Function<AllSlice, AllPage> read;
    private AllSlice next;
    private Iterator<RecordedEvent> page = List.<RecordedEvent>of().iterator();
    private boolean more = true;

    FinalPages(Function<AllSlice, AllPage> read, AllSlice first) {
        this.read = read;
        this.next = first;
    }

    @Override
    public boolean hasNext() {
        while (more && !page.hasNext()) {
            AllPage found = read.apply(next);
            page = found.events().iterator();
            more = found.through() > next.after();
            next = next.after(found.through());
        }
        return page.hasNext();
    }

    @Override
    public RecordedEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no further event");
        }
        return page.next();
    }
}
