package io.github.jooqeventstore.testing;

import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What a run has to know of the server.
 *
 * @param version as the server tells it
 * @param preparesTransactions whether two-phase commit is on
 * @param keepsCommitTimes whether it can tell when a transaction was committed
 */
record Facts(String version, boolean preparesTransactions, boolean keepsCommitTimes) {

    static Facts of(Address address) throws SQLException {
        try (Connection connection = address.connect(Address.Role.MANAGER)) {
            DSLContext dsl = address.dsl(connection);
            return new Facts(
                    setting(dsl, "server_version"),
                    !setting(dsl, "max_prepared_transactions").equals("0"),
                    setting(dsl, "track_commit_timestamp").equals("on"));
        }
    }

    private static String setting(DSLContext dsl, String name) {
        return dsl.select(DSL.function("current_setting", SQLDataType.CLOB, DSL.val(name)))
                .fetchSingle()
                .value1();
    }
}
