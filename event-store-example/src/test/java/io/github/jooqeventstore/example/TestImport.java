package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/** Imports into a migrated database, and asks what is there then. */
final class TestImport {

    static final PostgresServer SERVER = PostgresServer.start();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final PGSimpleDataSource SHARED = migrated();

    private final Configuration configuration;
    private final Path home;

    private TestImport(Configuration configuration, Path home) {
        this.configuration = configuration;
        this.home = home;
    }

    /** Of the repository in that folder, into the database that all tests share. */
    static TestImport of(Path home) {
        return new TestImport(DSL.using(SHARED, SQLDialect.POSTGRES).configuration(), home.toAbsolutePath());
    }

    /** The same through another jOOQ configuration. */
    TestImport with(Configuration other) {
        return new TestImport(other, home);
    }

    Configuration configuration() {
        return configuration;
    }

    /** A database of a test's own. */
    static PGSimpleDataSource migrated() {
        PGSimpleDataSource database = empty();
        ImportGitHistory.migrate(database);
        return database;
    }

    static PGSimpleDataSource empty() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(
                SERVER.createDatabase("example_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet()));
        database.setUser(SERVER.user());
        database.setPassword(SERVER.password());
        return database;
    }

    Importer.Result run() {
        return run(store(), new NoProgress());
    }

    Importer.Result run(EventStore store, Progress progress) {
        GitSettings.install();
        try (GitRepository repository = GitRepository.at(home)) {
            ObjectId head = Objects.requireNonNull(repository.head());
            return new Importer(dsl(), store, imported()).run(repository, head, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DSLContext dsl() {
        return DSL.using(configuration);
    }

    EventStore store() {
        return EventStore.using(dsl(), GitEvents.TYPES);
    }

    int repository() {
        return imported().repository();
    }

    ImportedHistory imported() {
        try (GitRepository repository = GitRepository.at(home)) {
            return ImportedHistory.of(dsl(), repository.home());
        }
    }

    Questions questions() {
        return new Questions(dsl(), repository());
    }

    /** All events of the repository in the order of positions. */
    List<RecordedEvent> events() {
        return store().query(EventQuery.where(EventFilter.streamPrefix(Names.filePrefix(repository()))
                .or(EventFilter.streamPrefix(Names.authorPrefix(repository())))));
    }

    /** The events of a file as they were told. */
    List<FileEvent> eventsOf(String path) {
        return payloads(store().load(Names.file(repository(), path)));
    }

    static List<FileEvent> payloads(List<RecordedEvent> events) {
        return events.stream().map(event -> (FileEvent) event.payload()).toList();
    }

    /** The files that are there when the events of each are folded: what each holds, by path. */
    Map<String, Content> filesTold() {
        Map<StreamId, List<RecordedEvent>> streams =
                store().query(EventQuery.where(EventFilter.streamPrefix(Names.filePrefix(repository())))).stream()
                        .collect(Collectors.groupingBy(RecordedEvent::stream));
        Map<String, Content> files = new TreeMap<>();
        streams.values().stream().map(FileLife::of).forEach(life -> {
            Content content = life.content();
            if (content != null) {
                files.put(life.path(), content);
            }
        });
        return files;
    }

    /** Shows nothing. */
    record NoProgress() implements Progress {
        @Override
        public void begin(long commits) {
            // Nobody looks.
        }

        @Override
        public void at(long commits, long events) {
            // Nobody looks.
        }

        @Override
        public void end() {
            // Nobody looks.
        }
    }
}
