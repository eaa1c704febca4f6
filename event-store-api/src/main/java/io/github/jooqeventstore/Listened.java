package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Configuration;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.conf.FetchIntermediateResult;
import org.jooq.conf.ParamCastMode;
import org.jooq.conf.ParamType;
import org.jooq.conf.RenderTable;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.conf.ThrowExceptions;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.tools.LoggerListener;
import org.postgresql.PGStatement;

/**
 * The caller's configuration as the store's statements need it where jOOQ executes them: on one connection, with every
 * row and every error, and with listeners that are shown no payload.
 */
final class Listened {

    private static final ExecuteListenerProvider WITHOUT_PAYLOAD =
            new DefaultExecuteListenerProvider(new WithoutPayload());

    private static final ExecuteListenerProvider PLANNED_FOR_ITS_VALUES =
            new DefaultExecuteListenerProvider(new PlannedForItsValues());

    private Listened() {}

    /** For a query that jOOQ renders. */
    static Configuration of(Configuration configuration, Connection connection) {
        return derive(configuration, connection, PLANNED_FOR_ITS_VALUES);
    }

    /** For a text that is rendered already and has question marks for its values. */
    static Configuration asPrepared(Configuration configuration, Connection connection) {
        Configuration derived = derive(configuration, connection, WITHOUT_PAYLOAD);
        derived.settings().withStatementType(StatementType.PREPARED_STATEMENT).withRenderPlainSQLTemplatesAsRaw(false);
        return derived;
    }

    /** For statements whose values jOOQ neither writes into the text nor logs. */
    static Configuration withoutLog(Configuration configuration, Connection connection) {
        Configuration derived = OneConnection.of(configuration, connection);
        Settings settings = completed(derived);
        settings.withStatementType(StatementType.PREPARED_STATEMENT).withExecuteLogging(false);
        return derived.set(listeners(settings, derived.executeListenerProviders(), WITHOUT_PAYLOAD));
    }

    /** Of jOOQ's own log the listener alone is left, in its place. */
    private static Configuration derive(
            Configuration configuration, Connection connection, ExecuteListenerProvider own) {
        Configuration derived = OneConnection.of(configuration, connection);
        Settings settings = completed(derived);
        derived.set(listeners(settings, derived.executeListenerProviders(), own));
        settings.withExecuteLogging(false);
        return derived;
    }

    /**
     * Without what would cut a stream off, hide an error, take rows or values out of our hands, or leave it open which table
     * a column is of: a part would pass for the whole, or the statement would be another.
     */
    private static Settings completed(Configuration derived) {
        return derived.settings()
                .withMaxRows(0)
                .withLargeMaxRows(0L)
                .withThrowExceptions(ThrowExceptions.THROW_ALL)
                .withFetchIntermediateResult(FetchIntermediateResult.WHEN_RESULT_REQUESTED)
                .withInlineThreshold(0)
                .withParamType(ParamType.INDEXED)
                .withParamCastMode(ParamCastMode.DEFAULT)
                .withRenderTable(RenderTable.ALWAYS)
                .withNameMaxLength(Integer.MAX_VALUE);
    }

    /** Ours first and last, since settings may turn the order of listeners round; jOOQ's own log comes behind. */
    private static ExecuteListenerProvider[] listeners(
            Settings settings, ExecuteListenerProvider[] callers, ExecuteListenerProvider own) {
        List<ExecuteListenerProvider> listeners = new ArrayList<>(callers.length + 4);
        listeners.add(own);
        listeners.add(WITHOUT_PAYLOAD);
        if (!Boolean.FALSE.equals(settings.isExecuteLogging())) {
            listeners.add(new DefaultExecuteListenerProvider(new LoggerListener()));
        }
        listeners.addAll(Arrays.asList(callers));
        listeners.add(WITHOUT_PAYLOAD);
        return listeners.toArray(ExecuteListenerProvider[]::new);
    }

    /** Puts the error without its detail, which may quote a whole row, in the place of the driver's. */
    private static final class WithoutPayload implements ExecuteListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void exception(ExecuteContext context) {
            SQLException thrown = context.sqlException();
            if (thrown != null) {
                SQLException told = Failures.withoutPayload(thrown);
                if (!told.equals(thrown)) {
                    context.sqlException(told);
                }
            }
        }
    }

    /**
     * Has a query planned each time for the values that it asks for.
     *
     * <p>The driver would name a statement that is often asked, and the server may then make one plan for all values: for
     * a rare type, or a type that no event has, it would walk through all events in the order of positions.
     */
    private static final class PlannedForItsValues implements ExecuteListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void prepareEnd(ExecuteContext context) {
            PreparedStatement statement = context.statement();
            try {
                if (statement != null && statement.isWrapperFor(PGStatement.class)) {
                    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
                }
            } catch (SQLException e) {
                throw Failures.translate(e);
            }
        }
    }
}
