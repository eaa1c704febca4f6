package io.github.jooqeventstore.benchmarks.essentials;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.PostgresqlEventStore;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.eventstream.AggregateEventStream;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.eventstream.AggregateType;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.eventstream.IdentifierColumnType;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.eventstream.JSONColumnType;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.persistence.AggregateEventStreamConfiguration;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.persistence.EventMetaData;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.persistence.PersistableEvent;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.persistence.table_per_aggregate_type.SeparateTablePerAggregateEventStreamConfiguration;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.persistence.table_per_aggregate_type.SeparateTablePerAggregateTypeEventStreamConfigurationFactory;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.persistence.table_per_aggregate_type.SeparateTablePerAggregateTypePersistenceStrategy;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.serializer.AggregateIdSerializer;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.serializer.json.JacksonJSONEventSerializer;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.transaction.EventStoreManagedUnitOfWorkFactory;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.types.EventName;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.types.EventOrder;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.types.EventRevision;
import dk.cloudcreate.essentials.components.eventsourced.eventstore.postgresql.types.EventTypeOrName;
import dk.cloudcreate.essentials.components.foundation.types.CorrelationId;
import dk.cloudcreate.essentials.components.foundation.types.EventId;
import dk.cloudcreate.essentials.jackson.types.EssentialTypesJacksonModule;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.Driver;

/** Essentials: its event store for PostgreSQL with a table for the type of aggregate, as JSONB, in a unit of work each. */
public final class Essentials implements Contender {

    /** JSON already, like the payload of the others. */
    private record Payload(@JsonValue @JsonRawValue String json) {}

    private static final AggregateType ORDERS = AggregateType.of("orders");
    private static final EventTypeOrName TYPE = EventTypeOrName.with(EventName.of(SampleEvent.TYPE));
    private static final Payload PAYLOAD = new Payload(SampleEvent.DATA);

    private final HikariDataSource pool;
    private final EventStoreManagedUnitOfWorkFactory work;
    private final PostgresqlEventStore<SeparateTablePerAggregateEventStreamConfiguration> store;

    /** On the database with that address, where it creates its table. */
    public Essentials(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(Driver.class.getName());
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        pool = new HikariDataSource(config);
        Jdbi jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        work = new EventStoreManagedUnitOfWorkFactory(jdbi);
        ObjectMapper json = new ObjectMapper()
                .registerModules(new EssentialTypesJacksonModule(), new Jdk8Module(), new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        store = new PostgresqlEventStore<>(
                work,
                new SeparateTablePerAggregateTypePersistenceStrategy(
                        jdbi,
                        work,
                        Essentials::persistable,
                        SeparateTablePerAggregateTypeEventStreamConfigurationFactory.standardSingleTenantConfiguration(
                                new JacksonJSONEventSerializer(json),
                                IdentifierColumnType.TEXT,
                                JSONColumnType.JSONB)));
        store.addAggregateEventStreamConfiguration(ORDERS, AggregateIdSerializer.serializerFor(String.class));
    }

    private static PersistableEvent persistable(
            Object id, AggregateEventStreamConfiguration configuration, Object event, EventOrder order) {
        return PersistableEvent.from(
                EventId.random(),
                configuration.aggregateType,
                id,
                TYPE,
                event,
                order,
                EventRevision.of(1),
                new EventMetaData(Map.of("user_id", SampleEvent.USER_ID)),
                OffsetDateTime.now(ZoneOffset.UTC),
                null,
                CorrelationId.of(SampleEvent.CORRELATION_ID),
                null);
    }

    /** They are there since it was opened. */
    @Override
    public void createTables() {
        store.getAggregateEventStreamConfiguration(ORDERS);
    }

    @Override
    public void append(String stream, long version, int events) {
        List<Payload> payloads = Collections.nCopies(events, PAYLOAD);
        work.usingUnitOfWork(() -> store.appendToStream(ORDERS, stream, EventOrder.of(version - 1), payloads));
    }

    /** The payload stays serialized until somebody asks for it. */
    @Override
    public Collection<?> load(String stream) {
        return work.withUnitOfWork(() -> store.fetchStream(ORDERS, stream)
                .map(AggregateEventStream::eventList)
                .orElseThrow());
    }

    @Override
    public void close() {
        pool.close();
    }
}
