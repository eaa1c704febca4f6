package io.github.jooqeventstore;

import java.sql.Connection;
import org.jooq.Configuration;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.NoTransactionProvider;

/** A configuration that leads to one connection and nowhere else. */
final class OneConnection {

    private OneConnection() {}

    /**
     * That configuration on that connection, whatever transaction it is in; with settings of its own, which may be changed.
     *
     * <p>A derived configuration keeps the transaction of its origin, and jOOQ prefers the connection of that
     * transaction, or of a thread-local provider, to the one that it was derived for.
     */
    static Configuration of(Configuration configuration, Connection connection) {
        // Derived once: each derivation copies settings and data.
        Configuration derived = configuration
                .derive(SettingsTools.clone(configuration.settings()))
                .set(new NoTransactionProvider())
                .set(connection);
        derived.data().keySet().removeIf(OneConnection::isOfATransaction);
        return derived;
    }

    /** What jOOQ itself keeps in a configuration; what the caller keeps there stays. */
    private static boolean isOfATransaction(Object key) {
        return key.getClass().getPackageName().equals("org.jooq.impl");
    }
}
