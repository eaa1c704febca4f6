package io.github.jooqeventstore.operations;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A database of a test's own with an empty event store, on the server that all tests of this JVM share.
 *
 * @param target as the command line would be told
 */
public record TestStore(DatabaseTarget target) {
    private static final PostgresServer SERVER = PostgresServer.start();

    /** {@return a new database, migrated} */
    public static TestStore create() {
        TestStore store = withoutSchema();
        SchemaMigrations.of(store.dataSource()).migrate();
        return store;
    }

    /** {@return a new database with nothing in it} */
    public static TestStore withoutSchema() {
        String url =
                SERVER.createDatabase("test_" + UUID.randomUUID().toString().replace("-", ""));
        return new TestStore(DatabaseTarget.of(url, SERVER.user(), SERVER.password()));
    }

    /** {@return the programs that the shared server runs from: those of a server, and none of a client} */
    public static PostgresPrograms programs() {
        try {
            String data =
                    withoutSchema().dsl().fetchSingle("show data_directory").get(0, String.class);
            String options = Files.readString(Path.of(data, "postmaster.opts"));
            return PostgresPrograms.of(Path.of(options.substring(0, options.indexOf("/postgres "))), null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the URL, which holds no password} */
    public String url() {
        return "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database();
    }

    /** {@return new connections} */
    public DataSource dataSource() {
        return target.dataSource();
    }

    /** {@return jOOQ on new connections} */
    public DSLContext dsl() {
        return DSL.using(dataSource(), SQLDialect.POSTGRES);
    }

    /** Appends so many events of about 300 bytes, ten to a stream. */
    public void append(int events) {
        append(dsl(), events);
    }

    /** Appends so many events of about 300 bytes, ten to a stream. */
    public static void append(DSLContext dsl, int events) {
        EventStore store = EventStore.using(dsl);
        for (int done = 0; done < events; done += 10) {
            List<NewEvent> some = new ArrayList<>();
            for (int i = done; i < Math.min(events, done + 10); i++) {
                some.add(NewEvent.of(new JsonEvent(
                        "OrderPlaced", "{\"number\": " + i + ", \"text\": \"" + "x".repeat(200) + "\"}")));
            }
            store.append(StreamId.of("order", UUID.randomUUID()), ExpectedVersion.noStream(), some);
        }
    }

    /** Leaves the checkpoint of a subscription that has come so far, as a program leaves it that was ended. */
    public void subscription(String name, long position) {
        subscription(name, position, 1);
    }

    /** The same in an epoch of the store. */
    public void subscription(String name, long position, long epoch) {
        dsl().insertInto(
                        SUBSCRIPTIONS,
                        SUBSCRIPTIONS.NAME,
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.PARTITIONS,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EPOCH)
                .values(name, 0, 1, position, epoch)
                .execute();
    }
}
