package com.example.ledger;

import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;

import com.example.ledger.LedgerEvent.Deposited;
import com.example.ledger.LedgerEvent.Withdrawn;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.EventTypes;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolOptions;
import io.github.jooqeventstore.schema.tables.records.EventsRecord;
import io.github.jooqeventstore.snapshot.SnapshotType;
import io.github.jooqeventstore.snapshot.Snapshots;
import java.lang.module.ModuleDescriptor;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Appends, loads, takes a snapshot and reads the tables, and prints what it found. */
public final class Ledger {

    private static final StreamId ACCOUNT = StreamId.of("account-1");

    private Ledger() {}

    public static void main(String[] arguments) {
        say("the application", Ledger.class);
        say("the library", EventStore.class);
        say("the migrations", SchemaMigrations.class);
        Map<String, String> server = System.getenv();
        try (Pool pool = Pool.open(
                PoolOptions.small(server.get("LEDGER_URL"), server.get("LEDGER_USER"), server.get("LEDGER_PASSWORD")))) {
            SchemaMigrations.of(pool).migrate();
            run(DSL.using(pool, SQLDialect.POSTGRES));
        }
    }

    private static void run(DSLContext dsl) {
        EventStore store = EventStore.using(dsl, EventTypes.of(LedgerEvent.class));
        store.append(ACCOUNT, noStream(), new Deposited(700));
        store.append(ACCOUNT, exactly(1), new Withdrawn(200), new Deposited(50));
        System.out.println("loaded: " + store.load(ACCOUNT).get(1).payload());

        Snapshots<Balance> balances = Snapshots.of(store, SnapshotType.of("balance", 1, Balance.class));
        balances.save(balances.load(ACCOUNT, Balance.ZERO, (balance, event) -> balance.after(event.payload())));
        System.out.println(
                "snapshot: " + balances.newest(ACCOUNT).orElseThrow().state());

        EventsRecord last = dsl.selectFrom(EVENTS)
                .orderBy(EVENTS.POSITION.desc())
                .limit(1)
                .fetchSingle();
        System.out.println("row of events: " + last.getEventType());
        System.out.println("rows: " + dsl.fetchCount(STREAMS) + " stream, " + dsl.fetchCount(SNAPSHOTS) + " snapshot");
    }

    private static void say(String what, Class<?> of) {
        ModuleDescriptor module = of.getModule().getDescriptor();
        System.out.println(what + ": "
                + (module == null ? "no module" : module.name() + (module.isAutomatic() ? ", automatic" : ", explicit")));
    }
}
