package io.github.jooqeventstore.benchmarks.axon4;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.json.JacksonSerializer;
import org.postgresql.Driver;

/**
 * Axon Framework 4: its JDBC engine, in a unit of work for each append, on its own tables for PostgreSQL. The payload is a text, metadata two entries, both serialized as JSON by Jackson.
 */
public final class Axon4 implements Contender {

    private static final String AGGREGATE = "order";

    private static final Map<String, ?> METADATA =
            Map.of("correlation_id", SampleEvent.CORRELATION_ID, "user_id", SampleEvent.USER_ID);

    private final HikariDataSource pool;
    private final JdbcEventStorageEngine engine;

    /** On the database with that address. */
    public Axon4(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(Driver.class.getName());
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        pool = new HikariDataSource(config);
        ConnectionProvider connections =
                new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(pool));
        JacksonSerializer serializer = JacksonSerializer.builder().build();
        engine = JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(NoTransactionManager.INSTANCE)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build();
    }

    @Override
    public void createTables() {
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
    }

    @Override
    public void append(String stream, long version, int events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            messages.add(new GenericDomainEventMessage<>(AGGREGATE, stream, version + i, SampleEvent.DATA, METADATA));
        }
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(messages.getFirst());
        try {
            engine.appendEvents(messages);
            work.commit();
        } catch (RuntimeException e) {
            work.rollback(e);
            throw e;
        }
    }

    /** The payload stays serialized until somebody asks for it. */
    @Override
    public Collection<?> load(String stream) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        engine.readEvents(stream).forEachRemaining(events::add);
        return events;
    }

    @Override
    public void close() {
        pool.close();
    }
}
