package io.github.jooqeventstore.migration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what Flyway logs, while it is open. */
final class FlywayListener extends Handler implements AutoCloseable {
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    private final List<String> heard = new CopyOnWriteArrayList<>();

    FlywayListener() {
        FLYWAY.setLevel(Level.ALL);
        FLYWAY.setUseParentHandlers(false);
        FLYWAY.addHandler(this);
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void publish(LogRecord record) {
        heard.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        FLYWAY.removeHandler(this);
    }
}
