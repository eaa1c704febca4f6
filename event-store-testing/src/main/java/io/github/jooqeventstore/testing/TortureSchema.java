package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.testing.TortureTables.CHECKPOINTS;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERED_AT;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERIES;
import static io.github.jooqeventstore.testing.TortureTables.EFFECTS;
import static io.github.jooqeventstore.testing.TortureTables.EVENT_ID;
import static io.github.jooqeventstore.testing.TortureTables.NOTE;
import static io.github.jooqeventstore.testing.TortureTables.NOTES;
import static io.github.jooqeventstore.testing.TortureTables.POSITION;
import static io.github.jooqeventstore.testing.TortureTables.READER;
import static io.github.jooqeventstore.testing.TortureTables.SEQUENCE;
import static io.github.jooqeventstore.testing.TortureTables.STREAM_ID;
import static io.github.jooqeventstore.testing.TortureTables.VERSION;

import io.github.jooqeventstore.migration.SchemaMigrations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The schema that everything happens in: the store's tables and the program's own. */
final class TortureSchema implements AutoCloseable {

    private static final String APPEND_FUNCTION = "append-function.sql";

    private final Target target;
    private final boolean keep;

    private TortureSchema(Target target, boolean keep) {
        this.target = target;
        this.keep = keep;
    }

    /** Creates it; closing drops it, unless it is to be kept or goes with its server. */
    static TortureSchema create(Target target, boolean keep) throws SQLException {
        create(target.address());
        return new TortureSchema(target, keep || target instanceof OwnServer);
    }

    private static void create(Address address) throws SQLException {
        SchemaMigrations.of(address.plainDataSource()).schema(address.schema()).migrate();
        try (Connection connection = address.connect(Address.Role.MANAGER)) {
            DSLContext dsl = address.dsl(connection);
            dsl.createTable(DELIVERIES)
                    .columns(SEQUENCE, READER, POSITION, EVENT_ID, STREAM_ID, VERSION, DELIVERED_AT)
                    .execute();
            dsl.createIndex("torture_deliveries_by_reader")
                    .on(DELIVERIES, READER, POSITION)
                    .execute();
            dsl.createTable(EFFECTS)
                    .columns(READER, EVENT_ID)
                    .constraint(DSL.constraint("torture_effects_pk").primaryKey(READER, EVENT_ID))
                    .execute();
            dsl.createTable(CHECKPOINTS)
                    .columns(READER, POSITION)
                    .constraint(DSL.constraint("torture_checkpoints_pk").primaryKey(READER))
                    .execute();
            dsl.createTable(NOTES).columns(NOTE).execute();
            // Plain SQL: jOOQ has no PL/pgSQL, and the function stands for code that is not ours.
            dsl.execute(appendFunction());
        }
    }

    Address address() {
        return target.address();
    }

    @Override
    public void close() throws SQLException {
        if (!keep) {
            drop();
        }
    }

    /** What was prepared holds locks on the tables, and goes first. */
    private void drop() throws SQLException {
        new TransactionManager(target, new Tally()).resolveAll();
        Address address = target.address();
        try (Connection connection = address.connect(Address.Role.MANAGER)) {
            address.dsl(connection)
                    .dropSchemaIfExists(DSL.name(address.schema()))
                    .cascade()
                    .execute();
        }
    }

    private static String appendFunction() {
        try (InputStream text =
                Objects.requireNonNull(TortureSchema.class.getResourceAsStream(APPEND_FUNCTION), APPEND_FUNCTION)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
