package io.github.jooqeventstore;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.impl.DataSourceConnectionProvider;

/** What a configuration must be to have appends of different callers written together: its connections are nobody's. */
final class OwnConnections {

    private static final String SUBJECT = "group commit";

    /** What Spring Boot gives jOOQ. Known by its name, because the library does not know Spring. */
    private static final String BOUND_TO_THREADS =
            "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy";

    private OwnConnections() {}

    static void require(Configuration configuration) {
        ConnectionProvider provider = configuration.connectionProvider();
        if (!(provider instanceof DataSourceConnectionProvider pool)) {
            throw new InvalidInputException(
                    SUBJECT,
                    "must be given a jOOQ context over a DataSource and outside of a transaction, found connections of a "
                            + provider.getClass().getSimpleName());
        }
        if (isBoundToThreads(pool.dataSource())) {
            throw new InvalidInputException(
                    SUBJECT,
                    "must be given a DataSource whose connections belong to no caller's transaction, found Spring's"
                            + " TransactionAwareDataSourceProxy; give it the pool behind");
        }
    }

    private static boolean isBoundToThreads(DataSource dataSource) {
        for (Class<?> type = dataSource.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(BOUND_TO_THREADS)) {
                return true;
            }
        }
        try {
            Class<?> bound =
                    Class.forName(BOUND_TO_THREADS, false, dataSource.getClass().getClassLoader());
            return dataSource.isWrapperFor(bound);
        } catch (ClassNotFoundException | SQLException e) {
            return false;
        }
    }
}
