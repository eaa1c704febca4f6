package io.github.jooqeventstore;

import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.impl.DefaultConfiguration;

/** What a configuration must be to have a store built on it. */
final class JdbcConfiguration {

    /** What jOOQ has in the place of an R2DBC connection factory where none was given. */
    private static final Class<?> NO_FACTORY =
            new DefaultConfiguration().connectionFactory().getClass();

    private JdbcConfiguration() {}

    /** That configuration, if it speaks PostgreSQL's dialect and has no connections but JDBC's. */
    static Configuration require(Configuration configuration) {
        InvalidInputException.requirePresent("event store", "configuration", configuration);
        if (configuration.family() != SQLDialect.POSTGRES) {
            throw new InvalidInputException(
                    "event store", "must be given dialect POSTGRES, found " + configuration.dialect());
        }
        // Also beside JDBC connections: in a transaction of the factory's an append by JDBC would commit by itself.
        if (!NO_FACTORY.isInstance(configuration.connectionFactory())) {
            throw new InvalidInputException(
                    "event store",
                    "must be given JDBC connections alone, found an R2DBC connection factory;"
                            + " give it a DSLContext over a DataSource");
        }
        return configuration;
    }
}
