package io.github.jooqeventstore.operations.cli;

import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of backups and restores do that no other test gives. */
class BackupOptionsTest {
    private final TestStore store = TestStore.create();
    private final Path folder;
    private final String backups;

    BackupOptionsTest(@TempDir Path folder) {
        this.folder = folder;
        backups = folder.resolve("backups").toString();
        store.append(20);
    }

    private Cli backup(String kind, String... more) {
        return call(List.of("backup", kind, "--to", backups), more);
    }

    private Cli call(List<String> command, String... more) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of(more));
        Cli call = Cli.on(store.target(), arguments.toArray(String[]::new));
        assertThat(call.code()).as(call.err()).isZero();
        return call;
    }

    private void saveASnapshot() {
        store.dsl()
                .insertInto(SNAPSHOTS)
                .columns(SNAPSHOTS.STREAM_ID, SNAPSHOTS.SNAPSHOT_TYPE, SNAPSHOTS.VERSION, SNAPSHOTS.STATE)
                .select(DSL.select(
                                STREAMS.STREAM_ID,
                                DSL.inline("Order"),
                                STREAMS.VERSION,
                                DSL.inline(JSONB.valueOf("{}")))
                        .from(STREAMS)
                        .limit(1))
                .execute();
    }

    private void subscribe() {
        store.dsl()
                .insertInto(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.NAME, "invoices")
                .set(SUBSCRIPTIONS.PARTITION, 0)
                .set(SUBSCRIPTIONS.PARTITIONS, 1)
                .set(SUBSCRIPTIONS.POSITION, 20L)
                .set(SUBSCRIPTIONS.EPOCH, 1L)
                .execute();
    }

    @Nested
    class OfEvents {
        private final TestStore other = TestStore.withoutSchema();

        private Cli restore(String... more) {
            List<String> arguments = new ArrayList<>(List.of("restore", "events", "--in", backups, "last"));
            arguments.addAll(List.of(more));
            Cli call = Cli.on(other.target(), arguments.toArray(String[]::new));
            assertThat(call.code()).as(call.err()).isZero();
            return call;
        }

        @Test
        void withoutAnyProgramTheStoreItselfIsTakenInPlaceOfTheDatabase() {
            Cli taken = backup("full", "--native", "--postgres-bin", folder.toString());

            assertThat(taken.err()).contains("only the store's own tables are in it");
            assertThat(taken.out()).contains("-events\n").contains("20 in 2 streams");
            assertThat(restore().out()).contains("20 in 2 streams");
        }

        @Test
        void snapshotsAreLeftOutWhenAsked() {
            saveASnapshot();
            backup("events");
            restore();
            int with = other.dsl().fetchCount(SNAPSHOTS);
            backup("events", "--no-snapshots");
            restore("--schema", "without");

            assertThat(with).isEqualTo(1);
            assertThat(other.dsl().fetchCount(DSL.table(DSL.name("without", "snapshots"))))
                    .isZero();
        }

        @Test
        void whoeverIsOpenIsNotWaitedForWhenAsked() {
            store.dsl().transaction(open -> {
                TestStore.append(open.dsl(), 10);
                store.append(10);

                Cli taken = backup("events", "--wait", "0");

                assertThat(taken.out()).contains("20 in 2 streams");
                assertThat(taken.err()).contains("has appended and is open");
            });
        }

        @Test
        void positionsArePassedOverAndCheckpointsLedBackAsAsked() {
            subscribe();
            backup("events");

            assertThat(restore("--gap", "7", "--rewind-checkpoints").out())
                    .contains("next position  behind 27")
                    .contains("checkpoints    1 led back");
        }
    }

    @Nested
    @Tag("postgres-programs")
    class OfADatabase {
        private DatabaseTarget restored(String... more) {
            String name = store.target().database() + "_new";
            List<String> command = List.of("restore", "db", "--in", backups, "last", "--into", name);
            assertThat(call(command, more).out()).contains("20 in 2 streams");
            return store.target().database(name);
        }

        private DSLContext on(DatabaseTarget target) {
            return DSL.using(target.dataSource(), SQLDialect.POSTGRES);
        }

        @Test
        void theSchemaOfTheStoreAloneIsDumpedWhenAsked() {
            store.dsl().execute("create table public.of_the_application as select 7 as n");
            backup("full", "--schema-only-store");

            DatabaseTarget restored = restored();

            assertThat(on(restored).fetchValue("select to_regclass('public.of_the_application')::text"))
                    .isNull();
            TestStore.append(on(restored), 1);
        }

        @Test
        void allBelongsToTheUserPositionsArePassedOverAndCheckpointsLedBackAsAsked() {
            String role = "owner_of_" + store.target().database();
            store.dsl().execute("create role " + role);
            store.dsl().execute("create table public.theirs (n int)");
            store.dsl().execute("alter table public.theirs owner to " + role);
            store.dsl().execute("grant select on public.theirs to public");
            subscribe();
            backup("full");

            DatabaseTarget restored = restored("--no-owner", "--jobs", "1", "--gap", "7", "--rewind-checkpoints");

            assertThat(on(restored)
                            .fetchOne("select tableowner::text, has_table_privilege('" + role
                                    + "', 'public.theirs', 'select') from pg_tables where tablename = 'theirs'"))
                    .satisfies(row -> assertThat(row.intoList()).containsExactly(restored.user(), false));
            assertThat(on(restored).fetchOne(SUBSCRIPTIONS)).satisfies(row -> {
                assertThat(row.get(SUBSCRIPTIONS.POSITION)).isEqualTo(20);
                assertThat(row.get(SUBSCRIPTIONS.EPOCH)).isEqualTo(2);
            });
            TestStore.append(on(restored), 1);
            assertThat(on(restored).fetchValue("select max(position) from event_store.events"))
                    .isEqualTo(28L);
        }
    }
}
