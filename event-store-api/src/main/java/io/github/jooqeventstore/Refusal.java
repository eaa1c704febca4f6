package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a statement wrote nothing: asked in new statements, which see what the first one waited for. */
final class Refusal {

    /** Where an event with an id of the append stands. */
    private record Place(String stream, long version, long position) {}

    /** The head of a stream: both null if there is no such stream. */
    private record Found(@Nullable Long version, boolean archived, boolean durable) {}

    private final Database database;
    private final boolean onlyDurable;

    Refusal(Database database, boolean onlyDurable) {
        this.database = database;
        this.onlyDurable = onlyDurable;
    }

    /** The first result if the events are there already; null if the refusal has lost its reason; else it throws. */
    @Nullable
    List<AppendResult> explain(Connection connection, List<StreamAppend> appends) throws SQLException {
        Map<UUID, Place> places = places(connection, appends);
        if (!places.isEmpty()) {
            List<AppendResult> first = new ArrayList<>(appends.size());
            for (StreamAppend append : appends) {
                first.add(firstResult(append, places));
            }
            return first;
        }
        for (StreamAppend append : appends) {
            Found found = found(connection, append.stream());
            if (onlyDurable && !found.durable()) {
                throw new NotDurableException("append to stream " + append.stream()
                        + ": expected a session whose commits are durable, found synchronous_commit off");
            }
            if (found.archived()) {
                throw new StreamArchivedException(append.stream());
            }
            if (!holds(append.expected(), found.version())) {
                throw new WrongExpectedVersionException(append.stream(), append.expected(), found.version());
            }
        }
        return null;
    }

    private static boolean holds(ExpectedVersion expected, @Nullable Long version) {
        return switch (expected) {
            case ExpectedVersion.Any any -> true;
            case ExpectedVersion.NoStream none -> version == null;
            case ExpectedVersion.StreamExists some -> version != null;
            case ExpectedVersion.Exactly exactly -> version != null && version == exactly.version();
        };
    }

    /** The events are the append's own if they stand on its stream, in its order, one behind the other. */
    private static AppendResult firstResult(StreamAppend append, Map<UUID, Place> places) {
        List<Long> positions = new ArrayList<>(append.events().size());
        long first = 0;
        for (NewEvent event : append.events()) {
            Place place = places.get(event.id());
            if (place == null) {
                throw new EventIdAlreadyUsedException(
                        append.stream(), taken(places), "it stored by an append that had not all of these events");
            }
            if (!place.stream().equals(append.stream().value())) {
                throw new EventIdAlreadyUsedException(
                        append.stream(),
                        event.id(),
                        "it at version " + place.version() + " of stream " + place.stream());
            }
            if (positions.isEmpty()) {
                first = place.version();
            } else if (place.version() != first + positions.size()) {
                throw new EventIdAlreadyUsedException(
                        append.stream(),
                        event.id(),
                        "it at version " + place.version() + ", where this append would have it at "
                                + (first + positions.size()));
            }
            positions.add(place.position());
        }
        return new AppendResult(append.stream(), first, first + positions.size() - 1, positions, true);
    }

    private static UUID taken(Map<UUID, Place> places) {
        return places.keySet().iterator().next();
    }

    private Map<UUID, Place> places(Connection connection, List<StreamAppend> appends) throws SQLException {
        UUID[] ids = appends.stream()
                .flatMap(append -> append.events().stream())
                .map(NewEvent::id)
                .toArray(UUID[]::new);
        return database.query(
                connection, Statement.EVENTS_OF_IDS, new Binds().set(Parameter.IDS, ids), Refusal::readPlaces);
    }

    private static Map<UUID, Place> readPlaces(ResultSet rows) throws SQLException {
        Map<UUID, Place> places = new HashMap<>();
        while (rows.next()) {
            places.put(rows.getObject(1, UUID.class), new Place(rows.getString(2), rows.getLong(3), rows.getLong(4)));
        }
        return places;
    }

    private Found found(Connection connection, StreamId stream) throws SQLException {
        return database.query(connection, Statement.HEAD, new Binds().set(Parameter.STREAM, stream.value()), rows -> {
            rows.next();
            long version = rows.getLong(1);
            boolean absent = rows.wasNull();
            return new Found(absent ? null : version, rows.getObject(2) != null, !"off".equals(rows.getString(3)));
        });
    }
}
