package io.github.jooqeventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans with which the server has carried out what was sent on a connection, with what they touched.
 *
 * <p>The server's own module auto_explain sends them as notices: they are the plans of the very statements that the
 * driver prepared and bound, not of a text that resembles them.
 */
final class Plans implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * A plan, or a part of it: what it read and how much.
     *
     * @param scan what PostgreSQL calls the node, as in {@code Index Scan}
     * @param relation the table that it reads; empty if it reads none
     * @param index the index that it reads; empty if it reads none
     * @param rows rows that it looked at, those that it left out included
     */
    record Node(String scan, String relation, String index, long rows) {

        @Override
        public String toString() {
            return scan + (relation.isEmpty() ? "" : " on " + relation) + (index.isEmpty() ? "" : " using " + index)
                    + ", " + rows + " rows";
        }
    }

    /**
     * One statement as it was carried out.
     *
     * @param text the statement
     * @param nodes all nodes of its plan that read a table or an index
     * @param blocks pages of 8 KiB that it looked at, cached or not
     */
    record Plan(String text, List<Node> nodes, long blocks) {}

    private final Connection connection;
    private final List<Plan> seen = new ArrayList<>();

    private Plans(Connection connection) {
        this.connection = connection;
    }

    /** A session whose plans are seen, with settings of the planner's. */
    static Plans of(TestDatabase database, String... settings) throws SQLException {
        Plans plans = new Plans(database.connect());
        try (Statement statement = plans.connection.createStatement()) {
            statement.execute("load 'auto_explain'");
            for (String setting : settings) {
                statement.execute(setting);
            }
            statement.execute("set auto_explain.log_format = json");
            statement.execute("set auto_explain.log_analyze = on");
            statement.execute("set auto_explain.log_timing = off");
            statement.execute("set auto_explain.log_buffers = on");
            statement.execute("set auto_explain.log_level = notice");
            statement.execute("set auto_explain.log_min_duration = 0");
        }
        return plans;
    }

    /** The connection of the session. */
    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                Plans.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = invoke(() -> method.invoke(connection, arguments));
                    return result instanceof PreparedStatement statement ? watched(statement) : result;
                });
    }

    private PreparedStatement watched(PreparedStatement statement) {
        return (PreparedStatement) Proxy.newProxyInstance(
                Plans.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !statement.isClosed()) {
                        note(statement.getWarnings());
                    }
                    return invoke(() -> method.invoke(statement, arguments));
                });
    }

    private void note(@Nullable SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            String message = String.valueOf(warning.getMessage());
            int json = message.indexOf('{');
            if (json > 0 && message.startsWith("duration: ")) {
                JsonNode plan = JSON.readTree(message.substring(json));
                JsonNode root = plan.path("Plan");
                List<Node> nodes = new ArrayList<>();
                collect(root, nodes::add);
                seen.add(new Plan(
                        plan.path("Query Text").asString(),
                        nodes,
                        root.path("Shared Hit Blocks").asLong()
                                + root.path("Shared Read Blocks").asLong()));
            }
        }
    }

    private static void collect(JsonNode node, Consumer<Node> nodes) {
        String scan = node.path("Node Type").asString();
        if (scan.contains("Scan") && (node.has("Relation Name") || node.has("Index Name"))) {
            double rows = node.path("Actual Rows").asDouble()
                    + node.path("Rows Removed by Filter").asDouble(0)
                    + node.path("Rows Removed by Index Recheck").asDouble(0);
            nodes.accept(new Node(
                    scan,
                    node.path("Relation Name").asString(""),
                    node.path("Index Name").asString(""),
                    Math.round(rows * node.path("Actual Loops").asDouble())));
        }
        for (JsonNode part : node.path("Plans")) {
            collect(part, nodes);
        }
    }

    /** The plans since the last call. */
    List<Plan> seen() {
        List<Plan> plans = List.copyOf(seen);
        seen.clear();
        return plans;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object make() throws ReflectiveOperationException;
    }

    private static @Nullable Object invoke(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
