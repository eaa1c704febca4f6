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
        // Derived once: each derivation copies settings and data, which costs as much as the statement's own text.
        Configuration derived =
                configuration.derive().set(new NoTransactionProvider()).set(connection);
        if (sharesSettings(derived, configuration)) {
            derived.set(SettingsTools.clone(configuration.settings()));
        }
        derived.data().keySet().removeIf(OneConnection::isOfATransaction);
        return derived;
    }

    /** jOOQ's own derived configurations do not, another implementation's may. */
    @SuppressWarnings("ReferenceEquality") // the very object, whatever it says
    private static boolean sharesSettings(Configuration one, Configuration other) {
        return one.settings() == other.settings();
    }

    /** What jOOQ itself keeps in a configuration; what the caller keeps there stays. */
    private static boolean isOfATransaction(Object key) {
        return key.getClass().getPackageName().equals("org.jooq.impl");
    }
}
