package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;

/** Writes batches, each in a transaction, one after the other, while the next one is read. */
final class BatchWriter implements AutoCloseable {

    private final DSLContext dsl;
    private final EventStore store;
    private final ImportedHistory imported;
    private final long before;
    private final Progress progress;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private long commits;
    private long events;

    BatchWriter(DSLContext dsl, EventStore store, ImportedHistory imported, long before, Progress progress) {
        this.dsl = dsl;
        this.store = store;
        this.imported = imported;
        this.before = before;
        this.progress = progress;
    }

    /** Waits for the batch before, and begins this one. */
    void write(Batch batch) {
        await();
        writing = CompletableFuture.runAsync(() -> writeNow(batch), thread);
    }

    /** Writes this one, too, and waits for its end. */
    void writeLast(Batch batch) {
        if (!batch.isEmpty()) {
            write(batch);
        }
        await();
    }

    private void writeNow(Batch batch) {
        long there = before + commits;
        dsl.transaction(tx -> batch.write(tx.dsl(), store.in(tx), imported, there));
        commits += batch.commits();
        events += batch.events();
        progress.at(commits, events);
    }

    private void await() {
        try {
            writing.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** How many commits are written; to be asked after the last batch. */
    long commits() {
        return commits;
    }

    long events() {
        return events;
    }

    @Override
    public void close() {
        thread.close();
    }
}
