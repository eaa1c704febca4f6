package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

/** A configuration with connections of R2DBC. */
class R2dbcTest {

    private static final String REFUSAL = "event store: must be given JDBC connections alone, found an R2DBC connection"
            + " factory; give it a DSLContext over a DataSource";

    private final CountedConnections factory = new CountedConnections();
    private final DSLContext jdbc = TestDatabase.migrated().dsl();

    @Nested
    class Alone {

        private final DSLContext reactive = DSL.using(factory, SQLDialect.POSTGRES);

        @Test
        void makesNoStoreAndOpensNoConnection() {
            assertRefused(() -> EventStore.using(reactive));
            assertRefused(() -> EventStore.builder(reactive));
            assertRefused(() -> EventStore.using(reactive, EventTypes.none()));
            assertThat(factory.opened).hasValue(0);
        }

        @Test
        void isNoPlaceForAStoreToGo() {
            EventStore store = EventStore.using(jdbc);
            assertRefused(() -> store.in(reactive));
            assertRefused(() -> store.in(reactive.configuration()));
        }
    }

    /** In a transaction of the factory's an append by JDBC would commit by itself, unseen. */
    @Nested
    class BesideADataSource {

        private final Configuration both = jdbc.configuration().derive(factory);

        @Test
        void isRefusedAsWell() {
            assertRefused(() -> EventStore.using(DSL.using(both)));
            assertRefused(() -> EventStore.using(jdbc).in(both));
        }

        @Test
        void isNoHindranceOnceItIsLeftOut() {
            Configuration again = both.derive((ConnectionFactory) null);
            StreamId stream = StreamId.of("order-1");
            EventStore.using(DSL.using(again)).append(stream, noStream(), note(1));
            assertThat(EventStore.using(jdbc).load(stream)).hasSize(1);
        }
    }

    private static void assertRefused(Runnable call) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(call::run)
                .withMessage(REFUSAL);
    }

    /** There is no R2DBC driver here: whoever asks for a connection is noticed. */
    private static final class CountedConnections implements ConnectionFactory {

        private final AtomicInteger opened = new AtomicInteger();

        @Override
        public Publisher<? extends Connection> create() {
            opened.incrementAndGet();
            throw new UnsupportedOperationException("no driver");
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "none";
        }
    }
}
