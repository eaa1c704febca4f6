package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/** Events for a projection, and the transaction in which they become rows: for the thread that is handed it. */
public final class ProjectionBatch {

    private final DSLContext dsl;
    private final List<RecordedEvent> events;
    private final List<Runnable> afterCommit = new ArrayList<>();

    ProjectionBatch(DSLContext dsl, List<RecordedEvent> events) {
        this.dsl = dsl;
        this.events = List.copyOf(events);
    }

    /**
     * The transaction that moves the checkpoint, too; of no use afterwards. Its settings are those of the store; during a
     * rebuild their table mapping leads the projection's tables to those that are being built.
     */
    public DSLContext dsl() {
        return dsl;
    }

    /** One event or more, in the order of their positions. */
    public List<RecordedEvent> events() {
        return events;
    }

    /**
     * Has something done once the transaction is committed, such as sending a mail: at most once, by the same thread, before
     * the next batch. It is dropped during a rebuild, whose events were live once, and lost when the program ends in between.
     * What it throws is logged and changes nothing.
     */
    public void afterCommit(Runnable sideEffect) {
        afterCommit.add(InvalidInputException.requirePresent("projection batch", "side effect", sideEffect));
    }

    List<Runnable> sideEffects() {
        return afterCommit;
    }
}
