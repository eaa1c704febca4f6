package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.EventStore;
import javax.sql.DataSource;

/** Programs that tell each other of appends. */
record Notifications(Notifying notifying, Listening listening) implements AutoCloseable {

    static Notifications start(DataSource direct, EventStore store, Wakeups wakeups) {
        String channel = Channel.of(store);
        Notifications started =
                new Notifications(new Notifying(direct, channel), new Listening(direct, channel, wakeups));
        started.notifying.start();
        started.listening.start();
        return started;
    }

    void appended(long position) {
        notifying.appended(position);
    }

    @Override
    public void close() {
        notifying.end();
        listening.end();
    }
}
