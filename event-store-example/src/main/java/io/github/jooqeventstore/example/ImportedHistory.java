package io.github.jooqeventstore.example;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.row;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.example.HistoryTables.Authors;
import io.github.jooqeventstore.example.HistoryTables.Commits;
import io.github.jooqeventstore.example.HistoryTables.Repositories;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jooq.DSLContext;

/** What is imported of one repository, in the example's own tables. */
final class ImportedHistory {

    /** What the commits of one author in a batch come to. */
    record AuthorsShare(String id, String name, long commits, Instant first, Instant last) {

        AuthorsShare and(AuthorsShare later) {
            return new AuthorsShare(
                    id,
                    later.name,
                    commits + later.commits,
                    first.isBefore(later.first) ? first : later.first,
                    last.isAfter(later.last) ? last : later.last);
        }
    }

    private final int repository;

    private ImportedHistory(int repository) {
        this.repository = repository;
    }

    /** That of the repository there, which is given a number the first time. */
    static ImportedHistory of(DSLContext dsl, Path home) {
        dsl.insertInto(Repositories.TABLE, Repositories.HOME)
                .values(Text.storable(home.toString()))
                .onConflict(Repositories.HOME)
                .doNothing()
                .execute();
        return dsl.select(Repositories.REPOSITORY_ID)
                .from(Repositories.TABLE)
                .where(Repositories.HOME.eq(Text.storable(home.toString())))
                .fetchSingle(mapping(ImportedHistory::new));
    }

    int repository() {
        return repository;
    }

    Set<ObjectId> commits(DSLContext dsl) {
        Set<ObjectId> commits = new HashSet<>();
        dsl.select(Commits.COMMIT_ID)
                .from(Commits.TABLE)
                .where(Commits.REPOSITORY_ID.eq(repository))
                .forEach(row -> commits.add(ObjectId.fromRaw(row.value1())));
        return commits;
    }

    /** The files that are there according to the last event of each. */
    KnownFiles files(DSLContext dsl) {
        KnownFiles files = new KnownFiles();
        dsl.select(EVENTS.EVENT_TYPE, Payload.PATH, Payload.CONTENT_KIND, Payload.CONTENT_ID)
                .distinctOn(EVENTS.STREAM_ID)
                .from(EVENTS)
                .where(EventFilter.streamPrefix(Names.filePrefix(repository)).condition())
                .orderBy(EVENTS.STREAM_ID, EVENTS.VERSION.desc())
                .forEach(row -> {
                    String id = row.value4();
                    if (id != null) {
                        files.tell(row.value2(), new Content(Content.Kind.valueOf(row.value3()), id));
                    }
                });
        return files;
    }

    /** Notes commits as imported, in the transaction that appends their events. */
    void note(DSLContext dsl, long before, List<ObjectId> commits, Collection<AuthorsShare> authors) {
        int moved = dsl.update(Repositories.TABLE)
                .set(Repositories.COMMITS, Repositories.COMMITS.plus((long) commits.size()))
                .where(Repositories.REPOSITORY_ID.eq(repository))
                .and(Repositories.COMMITS.eq(before))
                .execute();
        if (moved == 0) {
            throw new Problem("repository " + repository
                    + ": expected to import it alone, found another program importing it; let that one finish");
        }
        dsl.insertInto(Commits.TABLE, Commits.REPOSITORY_ID, Commits.COMMIT_ID)
                .valuesOfRows(
                        commits.stream().map(id -> row(repository, bytes(id))).toList())
                .execute();
        dsl.insertInto(
                        Authors.TABLE,
                        Authors.REPOSITORY_ID,
                        Authors.AUTHOR_ID,
                        Authors.NAME,
                        Authors.COMMITS,
                        Authors.FIRST_COMMIT_AT,
                        Authors.LAST_COMMIT_AT)
                .valuesOfRows(authors.stream()
                        .map(author -> row(
                                repository,
                                author.id(),
                                author.name(),
                                author.commits(),
                                utc(author.first()),
                                utc(author.last())))
                        .toList())
                .onConflict(Authors.REPOSITORY_ID, Authors.AUTHOR_ID)
                .doUpdate()
                .set(Authors.NAME, excluded(Authors.NAME))
                .set(Authors.COMMITS, Authors.COMMITS.plus(excluded(Authors.COMMITS)))
                .set(Authors.FIRST_COMMIT_AT, least(Authors.FIRST_COMMIT_AT, excluded(Authors.FIRST_COMMIT_AT)))
                .set(Authors.LAST_COMMIT_AT, greatest(Authors.LAST_COMMIT_AT, excluded(Authors.LAST_COMMIT_AT)))
                .execute();
    }

    private static byte[] bytes(ObjectId id) {
        byte[] bytes = new byte[20];
        id.copyRawTo(bytes, 0);
        return bytes;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
