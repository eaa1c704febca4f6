package io.github.jooqeventstore;

import io.github.jooqeventstore.AppendSql.Head;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Appends to several streams, all or nothing, or each by itself: one statement, one round trip. */
final class SeveralAppends implements AppendAttempt {

    private final Database database;
    private final List<StreamAppend> appends;
    private final List<List<EncodedEvent>> events;

    SeveralAppends(Database database, List<StreamAppend> appends, List<List<EncodedEvent>> events) {
        this.database = database;
        this.appends = appends;
        this.events = events;
    }

    /** One source row a head: an update from two rows for one target silently applies only one. */
    static void requireDistinctStreams(List<StreamAppend> appends) {
        Set<StreamId> streams = new HashSet<>();
        for (StreamAppend append : appends) {
            if (!streams.add(append.stream())) {
                throw new InvalidInputException(
                        "append to " + appends.size() + " streams",
                        "must name each stream once, found stream " + append.stream() + " twice");
            }
        }
    }

    @Override
    public List<StreamAppend> appends() {
        return appends;
    }

    /** Another may create a stream meanwhile: the second of two, or the one that is to be appended to all the same. */
    @Override
    public boolean needsSavepoint() {
        int creatable = 0;
        for (StreamAppend append : appends) {
            switch (append.expected()) {
                case ExpectedVersion.Any any -> creatable += 2;
                case ExpectedVersion.NoStream none -> creatable++;
                case ExpectedVersion.StreamExists some -> {}
                case ExpectedVersion.Exactly exactly -> {}
            }
        }
        return creatable > 1;
    }

    @Override
    public @Nullable List<AppendResult> write(Connection connection, boolean commitsByItself) throws SQLException {
        return database.query(connection, Statement.SEVERAL_STREAMS, binds(), this::results);
    }

    private Binds binds() {
        List<String> eventStreams = new ArrayList<>();
        List<Integer> eventOrdinals = new ArrayList<>();
        for (int i = 0; i < appends.size(); i++) {
            for (int ordinal = 1; ordinal <= events.get(i).size(); ordinal++) {
                eventStreams.add(appends.get(i).stream().value());
                eventOrdinals.add(ordinal);
            }
        }
        return EventArrays.of(events.stream().flatMap(List::stream).toList())
                .bind(new Binds())
                .set(Parameter.EVENT_STREAMS, eventStreams.toArray(String[]::new))
                .set(Parameter.EVENT_ORDINALS, eventOrdinals.toArray(Integer[]::new))
                .set(
                        Parameter.STREAMS,
                        appends.stream().map(append -> append.stream().value()).toArray(String[]::new))
                .set(
                        Parameter.MODES,
                        appends.stream()
                                .map(append -> Head.of(append.expected()).code)
                                .toArray(Integer[]::new))
                .set(
                        Parameter.EXPECTEDS,
                        appends.stream()
                                .map(append -> append.expected() instanceof ExpectedVersion.Exactly exactly
                                        ? exactly.version()
                                        : 0L)
                                .toArray(Long[]::new))
                .set(
                        Parameter.COUNTS,
                        events.stream().map(list -> (long) list.size()).toArray(Long[]::new));
    }

    /** Sends each as if it was alone; null in the place of those of which nothing was written. */
    List<@Nullable AppendResult> writeEach(Connection connection) throws SQLException {
        return database.query(connection, Statement.INDEPENDENT_STREAMS, binds(), this::eachResult);
    }

    private @Nullable List<AppendResult> results(ResultSet rows) throws SQLException {
        List<AppendResult> written = new ArrayList<>(appends.size());
        for (AppendResult result : eachResult(rows)) {
            if (result != null) {
                written.add(result);
            }
        }
        return written.isEmpty() ? null : written;
    }

    private List<@Nullable AppendResult> eachResult(ResultSet rows) throws SQLException {
        Map<String, Long> firstVersions = new HashMap<>();
        Map<String, List<Long>> positions = new HashMap<>();
        while (rows.next()) {
            String stream = rows.getString(1);
            firstVersions.putIfAbsent(stream, rows.getLong(2));
            positions.computeIfAbsent(stream, first -> new ArrayList<>()).add(rows.getLong(3));
        }
        List<@Nullable AppendResult> results = new ArrayList<>(appends.size());
        for (StreamAppend append : appends) {
            String stream = append.stream().value();
            Long first = firstVersions.get(stream);
            results.add(
                    first == null
                            ? null
                            : new AppendResult(
                                    append.stream(),
                                    first,
                                    first + append.events().size() - 1,
                                    positions.getOrDefault(stream, List.of()),
                                    false));
        }
        return results;
    }
}
