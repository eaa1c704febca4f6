package io.github.jooqeventstore.example;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.left;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.example.FileEvent.FileChanged;
import io.github.jooqeventstore.example.FileEvent.FileDeleted;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import io.github.jooqeventstore.example.HistoryTables.Authors;
import io.github.jooqeventstore.example.HistoryTables.Churn;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** Questions to the events of one repository: plain jOOQ queries over the generated tables. */
final class Questions {

    /** How often what happened to a file. */
    record FileChanges(String path, int events, int changed, int renamed, int deleted) {}

    /** What happened in a month, by the clocks of the committers. */
    record Month(String month, int commits, long files) {}

    /** What happened to the files of a directory. */
    record DirectoryChurn(String directory, long events, long came, long changed, long gone) {}

    /** What an author did. */
    record AuthorsWork(String name, String id, long commits, int changes, int files) {}

    private static final int YEAR_AND_MONTH = "2000-01".length();

    private final DSLContext dsl;
    private final Condition ofFiles;
    private final Condition ofAuthors;
    private final int repository;

    Questions(DSLContext dsl, int repository) {
        this.dsl = dsl;
        this.repository = repository;
        this.ofFiles = EventFilter.streamPrefix(Names.filePrefix(repository)).condition();
        this.ofAuthors =
                EventFilter.streamPrefix(Names.authorPrefix(repository)).condition();
    }

    List<FileChanges> mostChangedFiles(int limit) {
        return dsl.select(
                        max(Payload.PATH),
                        count(),
                        count().filterWhere(is(FileChanged.class)),
                        count().filterWhere(is(FileRenamed.class)),
                        count().filterWhere(is(FileDeleted.class)))
                .from(EVENTS)
                .where(ofFiles)
                .groupBy(EVENTS.STREAM_ID)
                .orderBy(count().desc(), EVENTS.STREAM_ID)
                .limit(limit)
                .fetch(mapping(FileChanges::new));
    }

    List<Month> busiestMonths(int limit) {
        Field<String> month = left(Payload.COMMITTED_AT, inline(YEAR_AND_MONTH));
        Field<Long> files = coalesce(sum(Payload.FILES.cast(SQLDataType.BIGINT)).cast(SQLDataType.BIGINT), inline(0L));
        return dsl.select(month, count(), files)
                .from(EVENTS)
                .where(ofAuthors)
                .and(is(CommitAuthored.class))
                .groupBy(month)
                .orderBy(count().desc(), month)
                .limit(limit)
                .fetch(mapping(Month::new));
    }

    /** The authors of the example's own table, joined with the events that name them. */
    List<AuthorsWork> busiestAuthors(int limit) {
        Table<?> busiest = select(Authors.AUTHOR_ID, Authors.NAME, Authors.COMMITS)
                .from(Authors.TABLE)
                .where(Authors.REPOSITORY_ID.eq(repository))
                .orderBy(Authors.COMMITS.desc(), Authors.AUTHOR_ID)
                .limit(limit)
                .asTable("busiest");
        Field<String> author = field(name("busiest", "author_id"), Authors.AUTHOR_ID.getDataType());
        Field<String> authorName = field(name("busiest", "name"), Authors.NAME.getDataType());
        Field<Long> commits = field(name("busiest", "commits"), Authors.COMMITS.getDataType());
        return dsl.select(authorName, author, commits, count(EVENTS.EVENT_ID), countDistinct(EVENTS.STREAM_ID))
                .from(busiest)
                .leftJoin(EVENTS)
                .on(Payload.AUTHOR.eq(author).and(ofFiles))
                .groupBy(authorName, author, commits)
                .orderBy(commits.desc(), author)
                .fetch(mapping(AuthorsWork::new));
    }

    /** The example's own table that a projection keeps current. */
    List<DirectoryChurn> churnByDirectory(int limit) {
        Field<Long> events = Churn.CAME.plus(Churn.CHANGED).plus(Churn.GONE);
        return dsl.select(Churn.DIRECTORY, events, Churn.CAME, Churn.CHANGED, Churn.GONE)
                .from(Churn.TABLE)
                .where(Churn.REPOSITORY_ID.eq(repository))
                .orderBy(events.desc(), Churn.DIRECTORY)
                .limit(limit)
                .fetch(mapping(DirectoryChurn::new));
    }

    /** How many events there are of each type, by its name. */
    Map<String, Integer> eventsByType() {
        return dsl.select(EVENTS.EVENT_TYPE, count())
                .from(EVENTS)
                .where(ofFiles.or(ofAuthors))
                .groupBy(EVENTS.EVENT_TYPE)
                .orderBy(EVENTS.EVENT_TYPE)
                .fetchMap(EVENTS.EVENT_TYPE, count());
    }

    private static Condition is(Class<?> event) {
        return GitEvents.TYPES.filter(event).condition();
    }
}
