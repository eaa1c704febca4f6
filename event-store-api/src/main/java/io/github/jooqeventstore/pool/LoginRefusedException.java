package io.github.jooqeventstore.pool;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;

/**
 * The server was reached and refused the login: the user, the password or the rule for this address is wrong. SQLSTATE
 * 28P01 or 28000. Correct it; asking again cannot help.
 *
 * <p>jOOQ wraps it: {@code dataAccessException.getCause(LoginRefusedException.class)}.
 */
public final class LoginRefusedException extends SQLInvalidAuthorizationSpecException {

    private static final long serialVersionUID = 1L;

    LoginRefusedException(PoolOptions options, SQLException refusal) {
        super(
                options + ": expected the login to be accepted, found " + refusal.getMessage(),
                refusal.getSQLState(),
                refusal);
    }
}
