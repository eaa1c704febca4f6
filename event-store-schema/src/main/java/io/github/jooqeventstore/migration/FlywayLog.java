package io.github.jooqeventstore.migration;

import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * Flyway's log, of which a JVM has one: silent while a call of ours runs, then as Flyway sets it up by itself.
 *
 * <p>Otherwise an application's own Flyway, made before ours, would stay silent.
 */
final class FlywayLog {
    private static int calls;

    private FlywayLog() {}

    /** {@return what the work returns} Its Flyway must be configured with no loggers. */
    static <T> T silent(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    private static synchronized void begin() {
        calls++;
    }

    private static synchronized void end() {
        calls--;
        if (calls == 0) {
            LogFactory.setConfiguration(Flyway.configure());
        }
    }
}
