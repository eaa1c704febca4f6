package io.github.jooqeventstore.operations.runbook;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.health.Health;
import io.github.jooqeventstore.operations.runbook.EvidenceReport.Part;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a post-mortem will ask for into one file: logs, settings, sessions, replication, archive, disk, the state of the
 * store.
 *
 * <p>No text of a statement, no payload and no password is in it. Each part is gathered by itself: where the database does not
 * answer, what can be had without it is there all the same, and the report says why the rest is not.
 */
public final class Evidence {
    // A server that hangs must not keep the rest from being saved.
    private static final Map<String, String> BOUNDS =
            Map.of("connectTimeout", "5", "loginTimeout", "5", "socketTimeout", "20");

    private final DatabaseTarget target;
    private final EvidenceQuestion question;
    private final Instant at = Instant.now();
    private final List<Part> parts = new ArrayList<>();

    private Evidence(DatabaseTarget target, EvidenceQuestion question) {
        this.target = target;
        this.question = question;
    }

    /**
     * {@return what was gathered} The file has its name when it is whole, not before; this account alone can read it.
     *
     * @param target the database, which need not answer
     * @param question what, and where it goes
     * @param progress hears of each part
     * @throws OperationsException with {@link ExitCode#REFUSED} when there is such a file, with {@link ExitCode#NO_SPACE} or
     *     {@link ExitCode#USAGE} when it cannot be written
     */
    public static EvidenceReport collect(DatabaseTarget target, EvidenceQuestion question, Progress progress) {
        return new Evidence(bounded(target), question).collect(progress);
    }

    private static DatabaseTarget bounded(DatabaseTarget target) {
        Map<String, String> missing = new LinkedHashMap<>(BOUNDS);
        missing.keySet().removeAll(target.parameters().keySet());
        return target.with(missing);
    }

    private EvidenceReport collect(Progress progress) {
        try (var file = EvidenceFile.create(question.output(), target.password());
                var server = Connected.to(target)) {
            List<Source> sources = sources(server);
            for (int i = 0; i < sources.size(); i++) {
                progress.at("gather evidence", i, sources.size());
                gather(sources.get(i), file);
            }
            var report = new EvidenceReport(question.output().toString(), at, target.toString(), parts);
            file.add("collected.json", EvidenceJson.text(report));
            file.complete();
            return report;
        }
    }

    private List<Source> sources(Connected server) {
        List<Source> sources = new ArrayList<>(MachineSources.all(question));
        sources.addAll(ServerFiles.of(server.database(), question).sources());
        Path backups = question.backups();
        if (backups != null) {
            sources.add(new Source("backups.json", () -> DatabaseSources.backups(backups)));
        }
        sources.add(new Source(
                "health-ready.json", () -> EvidenceJson.text(server.health().ready())));
        for (Source source : DatabaseSources.all(server, question)) {
            sources.add(new Source(source.name(), () -> {
                server.require();
                return source.text().get();
            }));
        }
        return sources;
    }

    private void gather(Source source, EvidenceFile file) {
        String text;
        try {
            text = source.text().get();
        } catch (Exception e) {
            parts.add(new Part(source.name(), Failures.told(source.name(), e)));
            return;
        }
        file.add(source.name(), text);
        parts.add(new Part(source.name(), null));
    }

    /** The database, where it answers; and why, where it does not. */
    record Connected(
            DatabaseTarget target,
            @Nullable OperationsDatabase database,
            @Nullable OperationsException failure) implements AutoCloseable {
        static Connected to(DatabaseTarget target) {
            try {
                return new Connected(target, OperationsDatabase.open(target), null);
            } catch (OperationsException e) {
                return new Connected(target, null, e);
            }
        }

        OperationsDatabase require() {
            if (database == null) {
                throw failure == null ? new OperationsException(ExitCode.CANNOT_CONNECT, "no connection") : failure;
            }
            return database;
        }

        Health health() {
            return Health.of(target.dataSource()).schema(target.schema());
        }

        @Override
        public void close() {
            if (database != null) {
                database.close();
            }
        }
    }
}
