package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.WrongExpectedVersionException;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The very statement of the event store, sent by plain JDBC: what jOOQ and the library add to it. The statement and its
 * values are overheard once from an append of the event store; then only stream, version and ids are others.
 */
final class SameStatement implements Contender {

    /** A value that was bound, and the method that bound it. */
    private record Bound(String method, int index, Object value, int sqlType, String elements) {}

    /** What was sent. */
    private record Sent(String sql, List<Bound> values) {}

    private record Kind(boolean creates, int events) {}

    private static final String STREAM = "overheard";
    private static final long VERSION = 7_700_077;

    private final Database database;
    private final Map<Kind, Sent> sent = new ConcurrentHashMap<>();

    SameStatement(Database database) {
        this.database = database;
    }

    @Override
    public void createTables() throws SQLException {
        database.createTables();
    }

    @Override
    public void append(String stream, long version, int events) throws SQLException {
        Sent same = sent.computeIfAbsent(new Kind(version == 0, events), this::overhear);
        try (Connection connection = database.pool().getConnection();
                PreparedStatement statement = connection.prepareStatement(same.sql())) {
            for (Bound value : same.values()) {
                bind(statement, value, stream, version);
            }
            try (ResultSet rows = statement.executeQuery()) {
                int written = 0;
                while (rows.next()) {
                    written += rows.getLong(1) > 0 && rows.getLong(2) > 0 ? 1 : 0;
                }
                if (written != events) {
                    throw new SQLException("append to " + stream + ": expected " + events + " rows, found " + written);
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, Bound bound, String stream, long version)
            throws SQLException {
        int index = bound.index();
        Object value = another(bound.value(), stream, version);
        switch (bound.method()) {
            case "setString" -> statement.setString(index, (String) value);
            case "setLong" -> statement.setLong(index, (Long) value);
            case "setInt" -> statement.setInt(index, (Integer) value);
            case "setArray" ->
                statement.setArray(index, statement.getConnection().createArrayOf(bound.elements(), (Object[]) value));
            case "setObject" -> {
                if (bound.sqlType() == 0) {
                    statement.setObject(index, value);
                } else {
                    statement.setObject(index, value, bound.sqlType());
                }
            }
            default -> throw new SQLException("the statement of the event store is bound by " + bound.method());
        }
    }

    private static Object another(Object value, String stream, long version) {
        if (value.equals(STREAM)) {
            return stream;
        }
        if (value.equals(VERSION)) {
            return version;
        }
        if (value instanceof UUID) {
            return UUID.randomUUID();
        }
        if (value instanceof UUID[] ids) {
            UUID[] others = new UUID[ids.length];
            Arrays.setAll(others, i -> UUID.randomUUID());
            return others;
        }
        return value instanceof Object[] array ? array.clone() : value;
    }

    /** The append is refused, or succeeds in a transaction that is rolled back: nothing of it stays. */
    private Sent overhear(Kind kind) {
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            List<Sent> heard = new ArrayList<>();
            EventStore store = EventStore.using(DSL.using(overheard(connection, heard), SQLDialect.POSTGRES));
            try {
                store.append(
                        StreamId.of(STREAM),
                        kind.creates() ? ExpectedVersion.noStream() : ExpectedVersion.exactly(VERSION),
                        SampleEvents.list(kind.events()));
            } catch (WrongExpectedVersionException expected) {
                // There is no such stream; the statement was sent all the same.
            }
            connection.rollback();
            connection.setAutoCommit(true);
            return heard.stream()
                    .filter(one -> one.sql().contains("insert into")
                            && one.values().stream()
                                    .anyMatch(bound -> bound.value().equals(STREAM)))
                    .findFirst()
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException("the statement of the event store was not overheard", e);
        }
    }

    private static Connection overheard(Connection connection, List<Sent> heard) {
        return proxy(
                Connection.class,
                (method, arguments, result) -> {
                    if (method.equals("prepareStatement") && result instanceof PreparedStatement statement) {
                        Sent one = new Sent((String) arguments[0], new ArrayList<>());
                        heard.add(one);
                        return overheard(statement, one);
                    }
                    return result;
                },
                connection);
    }

    private static PreparedStatement overheard(PreparedStatement statement, Sent one) {
        return proxy(
                PreparedStatement.class,
                (method, arguments, result) -> {
                    if (method.startsWith("set") && arguments.length > 1 && arguments[0] instanceof Integer index) {
                        int type = arguments.length > 2 && arguments[2] instanceof Integer given ? given : 0;
                        one.values()
                                .add(
                                        arguments[1] instanceof Array array
                                                ? new Bound(
                                                        method, index, elements(array), type, array.getBaseTypeName())
                                                : new Bound(method, index, arguments[1], type, ""));
                    }
                    return result;
                },
                statement);
    }

    /** As they were given, but for JSON, which comes back as an object of the driver's. */
    private static Object[] elements(Array array) throws SQLException {
        Object[] elements = (Object[]) array.getArray();
        return array.getBaseTypeName().startsWith("json")
                ? Arrays.stream(elements).map(String::valueOf).toArray(String[]::new)
                : elements;
    }

    /** Sees each call and its result. */
    @FunctionalInterface
    private interface Listener {
        @Nullable
        Object called(String method, Object[] arguments, @Nullable Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Listener listener, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            try {
                return listener.called(method.getName(), arguments, method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Override
    public Collection<?> load(String stream) {
        throw new UnsupportedOperationException("only appends are overheard");
    }

    @Override
    public void close() {
        database.close();
    }
}
