package io.github.jooqeventstore;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Lets the values of a statement that is rendered already pass through jOOQ as they would pass through JDBC: all of them as
 * one value, whose place in the text is behind the end.
 */
final class BoundByJdbc implements Binding<Object, Object> {

    /** A statement and its values, of which its text for people says nothing. */
    private record Values(Sql sql, Binds binds) {

        @Override
        public String toString() {
            return "values of " + sql.order().size() + " parameters";
        }
    }

    private static final long serialVersionUID = 1L;

    /** Not null, or jOOQ would make another type of it for each value. */
    private static final DataType<Object> TYPE =
            SQLDataType.OTHER.asConvertedDataType(new BoundByJdbc()).notNull();

    private BoundByJdbc() {}

    static Field<Object> values(Sql sql, Binds binds) {
        return DSL.val(new Values(sql, binds), TYPE);
    }

    @Override
    public Converter<Object, Object> converter() {
        return Converters.identity(Object.class);
    }

    /** Also where jOOQ renders values into the text, as its log does: a payload belongs into no log. */
    @Override
    public void sql(BindingSQLContext<Object> context) {
        // The question marks are in the text before.
    }

    @Override
    public void set(BindingSetStatementContext<Object> context) throws SQLException {
        Values values = (Values) context.value();
        values.sql().bind(context.statement(), values.binds());
    }

    @Override
    public void register(BindingRegisterContext<Object> context) throws SQLException {
        throw new SQLFeatureNotSupportedException("a value that is only ever sent");
    }

    @Override
    public void set(BindingSetSQLOutputContext<Object> context) throws SQLException {
        throw new SQLFeatureNotSupportedException("a value that is only ever sent");
    }

    @Override
    public void get(BindingGetResultSetContext<Object> context) throws SQLException {
        throw new SQLFeatureNotSupportedException("a value that is only ever sent");
    }

    @Override
    public void get(BindingGetStatementContext<Object> context) throws SQLException {
        throw new SQLFeatureNotSupportedException("a value that is only ever sent");
    }

    @Override
    public void get(BindingGetSQLInputContext<Object> context) throws SQLException {
        throw new SQLFeatureNotSupportedException("a value that is only ever sent");
    }
}
