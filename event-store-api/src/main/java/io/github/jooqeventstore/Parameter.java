package io.github.jooqeventstore;

import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.JSONB;
import static org.jooq.impl.SQLDataType.UUID;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jooq.Context;
import org.jooq.DataType;
import org.jooq.JSONB;
import org.jooq.impl.CustomField;

/**
 * A place in a statement that is rendered once and bound by JDBC at each execution.
 *
 * <p>It renders as a question mark and notes itself in the order of rendering, so that what is bound stands where it was
 * rendered. jOOQ's own parameters would be converted and rendered again at each execution, which costs as much as the
 * append itself, and its arrays travel as text.
 *
 * @param <T> the type that jOOQ checks at compile time
 */
final class Parameter<T> extends CustomField<T> {

    /** How a value reaches the driver. */
    @FunctionalInterface
    interface Binder {
        void bind(PreparedStatement statement, int index, Object value) throws SQLException;
    }

    private static final long serialVersionUID = 1L;

    private static final Binder PLAIN = PreparedStatement::setObject;
    private static final Binder JSON = (statement, index, value) -> statement.setObject(index, value, Types.OTHER);

    static final Parameter<String> STREAM = new Parameter<>("stream", CLOB, "?", PLAIN);
    static final Parameter<Long> EXPECTED = new Parameter<>("expected", BIGINT, "?", PLAIN);
    static final Parameter<Long> COUNT = new Parameter<>("count", BIGINT, "?", PLAIN);

    static final Parameter<java.util.UUID> ID = new Parameter<>("id", UUID, "?", PLAIN);
    static final Parameter<String> TYPE = new Parameter<>("type", CLOB, "?", PLAIN);
    static final Parameter<Integer> SCHEMA_VERSION = new Parameter<>("schema_version", INTEGER, "?", PLAIN);
    static final Parameter<JSONB> DATA = new Parameter<>("data", JSONB, "?::jsonb", JSON);
    static final Parameter<JSONB> METADATA = new Parameter<>("metadata", JSONB, "?::jsonb", JSON);

    static final Parameter<java.util.UUID[]> IDS = array("ids", UUID, "uuid");
    static final Parameter<String[]> TYPES = array("types", CLOB, "text");
    static final Parameter<Integer[]> SCHEMA_VERSIONS = array("schema_versions", INTEGER, "int4");
    static final Parameter<JSONB[]> DATAS = array("datas", JSONB, "jsonb");
    static final Parameter<JSONB[]> METADATAS = array("metadatas", JSONB, "jsonb");

    static final Parameter<String[]> STREAMS = array("streams", CLOB, "text");
    static final Parameter<Integer[]> MODES = array("modes", INTEGER, "int4");
    static final Parameter<Long[]> EXPECTEDS = array("expecteds", BIGINT, "int8");
    static final Parameter<Long[]> COUNTS = array("counts", BIGINT, "int8");
    static final Parameter<String[]> EVENT_STREAMS = array("event_streams", CLOB, "text");
    static final Parameter<Integer[]> EVENT_ORDINALS = array("event_ordinals", INTEGER, "int4");

    static final Parameter<Long> FROM = new Parameter<>("from_version", BIGINT, "?", PLAIN);
    static final Parameter<Long> AFTER = new Parameter<>("after", BIGINT, "?", PLAIN);
    static final Parameter<Long> FINAL = new Parameter<>("final", BIGINT, "?", PLAIN);
    static final Parameter<String> EXPECTED_INSTANCE = new Parameter<>("instance", CLOB, "?", PLAIN);
    static final Parameter<Long> LIMIT = new Parameter<>("limit", BIGINT, "?", PLAIN);

    private final String sql;
    private final transient Binder binder;

    private Parameter(String name, DataType<T> type, String sql, Binder binder) {
        super(name, type);
        this.sql = sql;
        this.binder = binder;
    }

    /**
     * An array, behind a subquery: the planner, which would see how many elements it has and could not see more, would find
     * a plan of its own for each execution a little better than one for all, and planning takes longer than executing.
     */
    private static <T> Parameter<T[]> array(String name, DataType<T> type, String element) {
        return new Parameter<>(
                name,
                type.array(),
                "(select ?::" + element + "[])::" + element + "[]",
                (statement, index, value) ->
                        statement.setArray(index, statement.getConnection().createArrayOf(element, (Object[]) value)));
    }

    /** Where the parameters of a statement note themselves while it is rendered. */
    enum Order {
        KEY
    }

    @Override
    @SuppressWarnings("unchecked")
    public void accept(Context<?> context) {
        if (context.configuration().data(Order.KEY) instanceof List<?> order) {
            ((List<Parameter<?>>) order).add(this);
        }
        context.sql(sql);
    }

    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        binder.bind(statement, index, value);
    }
}
