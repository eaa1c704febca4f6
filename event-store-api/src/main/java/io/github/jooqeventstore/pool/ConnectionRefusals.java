package io.github.jooqeventstore.pool;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Why there is no connection: nobody is let in, all are in use, or the server is not there. */
final class ConnectionRefusals {

    private static final String INVALID_AUTHORIZATION = "28";

    private ConnectionRefusals() {}

    /** Of the driver's own exception. */
    static SQLException of(PoolOptions options, SQLException refusal) {
        if (isLogin(refusal)) {
            return new LoginRefusedException(options, refusal);
        }
        return new SQLException(
                options + ": expected a connection, found " + refusal.getMessage(), refusal.getSQLState(), refusal);
    }

    /** Of the pool's exception, behind which it keeps the last failure of the driver. */
    static SQLException of(PoolOptions options, PoolState state, SQLException thrown) {
        if (!(thrown instanceof SQLTransientConnectionException)) {
            return thrown;
        }
        SQLException driver = thrown.getCause() instanceof SQLException cause ? cause : null;
        if (driver == null || state.isExhausted()) {
            return new PoolExhaustedException(options, state);
        }
        return of(options, driver);
    }

    private static boolean isLogin(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith(INVALID_AUTHORIZATION);
    }
}
