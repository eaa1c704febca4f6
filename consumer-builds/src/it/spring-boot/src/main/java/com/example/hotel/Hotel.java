package com.example.hotel;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.EventTypes;
import io.github.jooqeventstore.migration.SchemaMigrations;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Hotel {

    @Bean
    EventStore eventStore(DSLContext dsl, DataSource dataSource) {
        SchemaMigrations.of(dataSource).migrate();
        return EventStore.using(dsl, EventTypes.of(RoomEvent.class));
    }
}
