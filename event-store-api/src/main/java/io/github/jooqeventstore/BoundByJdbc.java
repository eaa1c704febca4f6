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
import org.jooq.impl.SQLDataType;

/** Lets a value of a statement that is rendered already pass through jOOQ as it would pass through JDBC. */
final class BoundByJdbc implements Binding<Object, Object> {

    private static final long serialVersionUID = 1L;

    private final transient Parameter<?> parameter;

    private BoundByJdbc(Parameter<?> parameter) {
        this.parameter = parameter;
    }

    static DataType<Object> type(Parameter<?> parameter) {
        return SQLDataType.OTHER.asConvertedDataType(new BoundByJdbc(parameter));
    }

    @Override
    public Converter<Object, Object> converter() {
        return Converters.identity(Object.class);
    }

    /** Also where jOOQ renders values into the text, as its log does: a payload belongs into no log. */
    @Override
    public void sql(BindingSQLContext<Object> context) {
        context.render().sql("?");
    }

    @Override
    public void set(BindingSetStatementContext<Object> context) throws SQLException {
        parameter.bind(context.statement(), context.index(), context.value());
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
