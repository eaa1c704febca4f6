package io.github.jooqeventstore.example;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.row;

import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.example.FileEvent.FileAdded;
import io.github.jooqeventstore.example.FileEvent.FileChanged;
import io.github.jooqeventstore.example.FileEvent.FileDeleted;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import io.github.jooqeventstore.example.HistoryTables.Churn;
import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.ProjectionBatch;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.util.HashMap;
import java.util.Map;

/** Counts by directory what happened to files, of all repositories: one statement for a batch of events. */
final class ChurnProjection {

    /** As many as an import writes at once. */
    private static final int EVENTS_AT_ONCE = 2_000;

    /** In one partition: the files of a directory are in all partitions, which would wait for each other's rows. */
    static final Projection CHURN = Projection.of(
            SubscriptionDefinition.named("churn")
                    .filter(GitEvents.TYPES.filter(
                            FileAdded.class, FileChanged.class, FileRenamed.class, FileDeleted.class))
                    .batchSize(EVENTS_AT_ONCE),
            ChurnProjection::count);

    private record Directory(int repository, String name) {
        static Directory of(RecordedEvent event, FileEvent file) {
            return new Directory(
                    Names.repositoryOfFile(event.stream()), Names.shortened(GitPath.topDirectory(file.path())));
        }
    }

    private record Counts(long came, long changed, long gone) {
        static Counts of(FileEvent event) {
            return switch (event) {
                case FileAdded added -> new Counts(1, 0, 0);
                case FileChanged changed -> new Counts(0, 1, 0);
                case FileRenamed renamed -> new Counts(0, 0, 1);
                case FileDeleted deleted -> new Counts(0, 0, 1);
            };
        }

        Counts and(Counts other) {
            return new Counts(came + other.came, changed + other.changed, gone + other.gone);
        }
    }

    private ChurnProjection() {}

    private static void count(ProjectionBatch batch) {
        Map<Directory, Counts> counts = new HashMap<>();
        for (RecordedEvent event : batch.events()) {
            FileEvent file = (FileEvent) event.payload();
            counts.merge(Directory.of(event, file), Counts.of(file), Counts::and);
        }
        batch.dsl()
                .insertInto(Churn.TABLE, Churn.REPOSITORY_ID, Churn.DIRECTORY, Churn.CAME, Churn.CHANGED, Churn.GONE)
                .valuesOfRows(counts.entrySet().stream()
                        .map(each -> row(
                                each.getKey().repository(),
                                each.getKey().name(),
                                each.getValue().came(),
                                each.getValue().changed(),
                                each.getValue().gone()))
                        .toList())
                .onConflict(Churn.REPOSITORY_ID, Churn.DIRECTORY)
                .doUpdate()
                .set(Churn.CAME, Churn.CAME.plus(excluded(Churn.CAME)))
                .set(Churn.CHANGED, Churn.CHANGED.plus(excluded(Churn.CHANGED)))
                .set(Churn.GONE, Churn.GONE.plus(excluded(Churn.GONE)))
                .execute();
    }
}
