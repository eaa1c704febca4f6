package io.github.jooqeventstore;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Configuration;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * A statement as text, and the parameters that its question marks stand for, in order.
 *
 * @param text the text
 * @param order the parameter of each question mark
 */
record Sql(String text, List<Parameter<?>> order) {

    /** Hands the driver the value of each question mark. */
    void bind(PreparedStatement statement, Binds binds) throws SQLException {
        for (int i = 0; i < order.size(); i++) {
            order.get(i).bind(statement, i + 1, binds.get(order.get(i)));
        }
    }

    /** Renders with a configuration that is of no further use. */
    static Sql render(Query query, Configuration configuration) {
        List<Parameter<?>> order = new ArrayList<>();
        configuration.data(Parameter.Order.KEY, order);
        String text = DSL.using(configuration).render(query);
        long questionMarks =
                text.replaceAll("\"[^\"]*\"", "").chars().filter(c -> c == '?').count();
        if (questionMarks != order.size()) {
            // jOOQ may render a part twice or leave one out: then the order would not be the one of the text.
            throw new IllegalStateException("a statement of " + order.size() + " parameters was rendered with "
                    + questionMarks + " question marks");
        }
        return new Sql(text, List.copyOf(order));
    }
}
