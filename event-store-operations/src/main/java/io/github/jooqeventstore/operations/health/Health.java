package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.pool.Pool;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.conf.Settings;

/**
 * Whether a program is alive, ready to append events, and sound. Over the program's own pool, it says whether <em>that</em> can
 * still give a connection.
 *
 * <pre>{@code
 * Health health = Health.of(pool);
 * try (HealthServer server = HealthServer.start(health, new InetSocketAddress("127.0.0.1", 8085))) { … }
 * }</pre>
 *
 * <p>No method throws for what is wrong with the database: the report says it. Safe for use by many threads; those who ask for
 * the same at the same time are told the same, so one connection at most is taken for each probe.
 */
public final class Health {
    /** How long {@link #ready()} takes at most. */
    public static final Duration READY_BUDGET = Duration.ofSeconds(1);

    /** How long {@link #deep()} takes at most. */
    public static final Duration DEEP_BUDGET = Duration.ofSeconds(20);

    private final DataSource dataSource;
    private final String schema;
    private final HealthLimits limits;
    private final Probe ready;
    private final Probe deep;

    private Health(DataSource dataSource, String schema, HealthLimits limits) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.limits = limits;
        Settings settings = OperationsDatabase.settings(schema);
        Supplier<String> pool = () -> dataSource instanceof Pool known ? " (pool: " + known.state() + ")" : "";
        this.ready = new Probe("ready", READY_BUDGET, new ReadyProbe(dataSource, schema, settings, READY_BUDGET, pool));
        this.deep = new Probe("deep", DEEP_BUDGET, new DeepProbe(dataSource, schema, settings, limits, pool));
    }

    /** {@return the health of the event store in schema {@value SchemaMigrations#DEFAULT_SCHEMA} that the data source leads to} */
    public static Health of(DataSource dataSource) {
        return new Health(
                Objects.requireNonNull(dataSource, "dataSource"),
                SchemaMigrations.DEFAULT_SCHEMA,
                HealthLimits.defaults());
    }

    /** {@return the same for another schema, named as the database keeps it} */
    public Health schema(String name) {
        return new Health(dataSource, name, limits);
    }

    /** {@return the same with other limits for the deep probe} */
    public Health limits(HealthLimits other) {
        return new Health(dataSource, schema, Objects.requireNonNull(other, "limits"));
    }

    /** {@return whether the program itself works} Touches no database: whoever restarts programs because of it mends no server. */
    public HealthReport live() {
        return LiveProbe.report();
    }

    /**
     * {@return whether an append would be taken now: a connection, a server that takes writes, tables of the right version,
     * the role's rights, room on the disk}
     *
     * <p>Answers within {@link #READY_BUDGET}, whatever the server does and however many events there are.
     */
    public HealthReport ready() {
        return ready.answer();
    }

    /**
     * {@return whether anything is wrong that {@link #ready()} cannot see} What the role may not see is UNKNOWN: a role with
     * {@code pg_monitor} that may read the sequence of positions sees everything.
     *
     * <p>Answers within {@link #DEEP_BUDGET}. Not for a load balancer: most of what it finds is no reason to stop.
     */
    public HealthReport deep() {
        return deep.answer();
    }
}
