package io.github.jooqeventstore.migration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables of the event store into a schema of a database, and tells whether they are what they should be.
 *
 * <p>A value: {@link #schema} and {@link #waitAtMost} return another one. Safe for use by several threads and by several
 * programs at once. Every call takes one connection, outside any transaction of the caller, and gives it back as it was.
 * It must lead to the server itself, or to a pooler that keeps a session together: not to one that pools transactions.
 *
 * <p>Every method that speaks to the database throws a {@link SchemaException}, whose kinds say what to do.
 */
public final class SchemaMigrations {
    /** The schema of the event store unless another is named. */
    public static final String DEFAULT_SCHEMA = "event_store";

    private static final int LONGEST_NAME = 63;

    private final ConnectionSource source;
    private final String schema;
    private final Duration patience;

    private SchemaMigrations(ConnectionSource source, String schema, Duration patience) {
        this.source = source;
        this.schema = schema;
        this.patience = patience;
    }

    /** {@return the migrations of schema {@value #DEFAULT_SCHEMA} in the database of the data source} */
    public static SchemaMigrations of(DataSource dataSource) {
        return of(new ConnectionSource.Given(Objects.requireNonNull(dataSource, "dataSource")));
    }

    /**
     * {@return the migrations of schema {@value #DEFAULT_SCHEMA} in the database at the URL}
     *
     * @param jdbcUrl where the database is; parameters may follow, none of them is ever shown
     * @param user the user: to migrate, one who may create tables in the schema; the owner of the tables from then on
     * @param password the user's password; null where none is needed
     */
    public static SchemaMigrations of(String jdbcUrl, String user, @Nullable String password) {
        Objects.requireNonNull(jdbcUrl, "jdbcUrl");
        Objects.requireNonNull(user, "user");
        return of(new ConnectionSource.Url(jdbcUrl, user, password));
    }

    private static SchemaMigrations of(ConnectionSource source) {
        return new SchemaMigrations(source, DEFAULT_SCHEMA, Duration.ofMinutes(1));
    }

    /**
     * {@return the same for another schema}
     *
     * @param name its name as the database keeps it: any text of 1 to 63 bytes, in its own case, not quoted
     * @throws IllegalArgumentException when the database could not keep such a name
     */
    public SchemaMigrations schema(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("name of a schema: expected 1 to " + LONGEST_NAME
                    + " bytes without NUL, found " + bytes + " bytes");
        }
        return new SchemaMigrations(source, name, patience);
    }

    /**
     * {@return the same with another bound on how long {@link #migrate} waits for another one of the same schema}
     *
     * @param patience a minute unless set; zero: do not wait
     * @throws IllegalArgumentException when negative
     */
    public SchemaMigrations waitAtMost(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("wait for another migration: expected zero or more, found " + patience);
        }
        return new SchemaMigrations(source, schema, patience);
    }

    /**
     * Creates the schema when it is absent and applies the migrations that it lacks, each in a transaction.
     *
     * <p>May be called at every start, by many instances at once: one migrates, the others wait and find nothing to do. A
     * schema that was made by {@code event-store/schema.sql} is taken over at its version. A schema that is newer than
     * this library is left alone. Other tables of the schema are left alone, too.
     *
     * @return what was applied
     * @throws SchemaException.Unreachable when there is no connection, or it is lost
     * @throws SchemaException.LoginRefused when the server knows no such user or the password is wrong
     * @throws SchemaException.NotAllowed when the user may not create what is to be created; nothing has changed
     * @throws SchemaException.Busy when another instance does not finish in time; nothing has changed
     * @throws SchemaException.HistoryDiffers when what was applied once is not what is here; nothing has changed
     * @throws SchemaException.MigrationFailed when the database refuses a migration; earlier ones stay applied
     */
    public MigrationResult migrate() {
        try (var session = StoreSession.open(source, schema)) {
            return new Migrate(session).run(patience);
        }
    }

    /**
     * Compares the history and the live schema with what the migrations of this library make.
     *
     * <p>Changes nothing, and needs no more rights than the reader role of {@link #grant} has. What an application has
     * added (tables, columns, indexes, triggers) is left out of it, and so are storage settings. A newer schema is well
     * as long as it still works for this library.
     *
     * @return what is not as it should be, in the order of the tables; empty when all is well
     */
    public List<SchemaFinding> validate() {
        try (var session = StoreSession.open(source, schema)) {
            return new Validate(session).run();
        }
    }

    /** {@return which migrations the schema has and lacks, and the store's own row} Reads only, with the rights of the reader role. */
    public SchemaInfo info() {
        try (var session = StoreSession.open(source, schema)) {
            return new ReadInfo(session).run();
        }
    }

    /**
     * Gives two roles their rights on the store, and creates them, unable to log in, when they are absent.
     *
     * <p>This runs {@code event-store/roles.sql} in one transaction; running it again changes nothing. The application
     * role may append and read and keep snapshots, and nothing else; the reader role may read. Grant them to the users who
     * log in. Run it after {@link #migrate}, as the owner of the tables.
     *
     * @param applicationRole the role of programs that append
     * @param readerRole the role of programs that only read
     * @throws SchemaException.NotAllowed when the user may not create the roles: have them created first
     */
    public void grant(String applicationRole, String readerRole) {
        grantAll(applicationRole, readerRole, null);
    }

    /**
     * The same, and a third role for those who look after the store without owning it.
     *
     * <p>It may read all that is in the schema, archive streams, and remove subscriptions, parked events and projections that
     * nobody uses; it appends nothing. It is made a member of {@code pg_monitor} where the user may do so; else the server says
     * in a notice that an administrator has to.
     *
     * @param applicationRole the role of programs that append
     * @param readerRole the role of programs that only read
     * @param operatorRole the role of people and jobs that watch the store and back it up
     * @throws SchemaException.NotAllowed when the user may not create the roles: have them created first
     */
    public void grant(String applicationRole, String readerRole, String operatorRole) {
        grantAll(applicationRole, readerRole, operatorRole);
    }

    private void grantAll(String applicationRole, String readerRole, @Nullable String operatorRole) {
        try (var session = StoreSession.open(source, schema)) {
            new Grant(session).run(applicationRole, readerRole, operatorRole);
        }
    }

    /** {@return the schema and where it is, without password and parameters} */
    @Override
    public String toString() {
        return "schema " + schema + " of " + source;
    }
}
