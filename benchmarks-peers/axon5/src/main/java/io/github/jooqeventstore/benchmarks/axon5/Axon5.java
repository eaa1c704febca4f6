package io.github.jooqeventstore.benchmarks.axon5;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.conversion.json.JacksonConverter;
import org.axonframework.eventsourcing.eventstore.AggregateBasedConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.conversion.DelegatingEventConverter;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.postgresql.Driver;

/**
 * Axon Framework 5: its JPA engine with Hibernate, which makes the tables from Axon's own mapping and inserts in batches. The
 * payload is a text that Axon's converter writes as JSON.
 */
public final class Axon5 implements Contender {

    private static final String AGGREGATE = "order";
    private static final MessageType TYPE = new MessageType(SampleEvent.TYPE);
    private static final Map<String, String> METADATA =
            Map.of("correlation_id", SampleEvent.CORRELATION_ID, "user_id", SampleEvent.USER_ID);

    private final HikariDataSource pool;
    private final EntityManagerFactory factory;
    private final AggregateBasedJpaEventStorageEngine engine;

    /** On the database with that address, where Hibernate creates what is missing. */
    public Axon5(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(Driver.class.getName());
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        pool = new HikariDataSource(config);
        System.setProperty("org.jboss.logging.provider", "slf4j");
        factory = new HibernatePersistenceConfiguration("benchmarks")
                .managedClasses(AggregateEventEntry.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .property("hibernate.hbm2ddl.auto", "update")
                .property("hibernate.jdbc.batch_size", 100)
                .createEntityManagerFactory();
        ThreadTransactions transactions = new ThreadTransactions(factory);
        engine = new AggregateBasedJpaEventStorageEngine(
                transactions,
                transactions,
                new DelegatingEventConverter(new JacksonConverter()),
                configuration -> configuration);
    }

    /** They are there since it was opened. */
    @Override
    public void createTables() {
        factory.getMetamodel();
    }

    @Override
    public void append(String stream, long version, int events) {
        Tag tag = Tag.of(AGGREGATE, stream);
        List<TaggedEventMessage<?>> messages = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            messages.add(new GenericTaggedEventMessage<>(
                    new GenericEventMessage(TYPE, SampleEvent.DATA, METADATA), Set.of(tag)));
        }
        AppendCondition condition = AppendCondition.withCriteria(EventCriteria.havingTags(tag))
                .withMarker(
                        version == 0
                                ? ConsistencyMarker.ORIGIN
                                : new AggregateBasedConsistencyMarker(stream, version - 1));
        commit(engine.appendEvents(condition, null, messages).join());
    }

    private static <R> void commit(AppendTransaction<R> transaction) {
        transaction.afterCommit(transaction.commit(null).join(), null).join();
    }

    /** The payload stays serialized until somebody asks for it. */
    @Override
    public Collection<?> load(String stream) {
        MessageStream<EventMessage> source = engine.source(
                SourcingCondition.conditionFor(EventCriteria.havingTags(Tag.of(AGGREGATE, stream))), null);
        List<EventMessage> events = new ArrayList<>();
        for (Optional<MessageStream.Entry<EventMessage>> next = source.next(); next.isPresent(); next = source.next()) {
            EventMessage event = next.get().message();
            // The last entry says only how far the source has read.
            if (event.type().equals(TYPE)) {
                events.add(event);
            }
        }
        source.error().ifPresent(error -> {
            throw new IllegalStateException(error);
        });
        return events;
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
