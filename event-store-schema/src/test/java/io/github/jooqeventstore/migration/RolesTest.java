package io.github.jooqeventstore.migration;

import static io.github.jooqeventstore.migration.TestServer.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.migration.TestServer.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file {@code event-store/roles.sql}. */
class RolesTest {
    private static final String SCHEMA = "Tenant \"A\"; drop";
    private static final String IN_SCHEMA = "set search_path = " + quoted(SCHEMA);
    private static final String APPLICATION = TestServer.unique("App \"A\"; drop");
    private static final String READER = TestServer.unique("reader's");
    private static final String OPERATOR = TestServer.unique("Operator; drop");

    private static Database owner;
    private static Database application;
    private static Database reader;
    private static Database operator;

    @BeforeAll
    static void grant() throws SQLException {
        Database admin = TestServer.database();
        owner = login(admin, TestServer.unique("owner"), "");
        admin.run("alter role " + quoted(owner.user()) + " createrole");
        admin.run("create schema " + quoted(SCHEMA) + " authorization " + quoted(owner.user()));
        migrations(owner).migrate();
        owner.run(IN_SCHEMA, "create table event_store_operator_history (script text)");
        migrations(owner).grant(APPLICATION, READER, OPERATOR);
        application = login(admin, TestServer.unique("app user"), "in role " + quoted(APPLICATION));
        reader = login(admin, TestServer.unique("reading user"), "in role " + quoted(READER));
        operator = login(admin, TestServer.unique("night shift"), "in role " + quoted(OPERATOR));
        owner.run(IN_SCHEMA, "insert into streams (stream_id, version) values ('order-1', 1)", """
                insert into events (stream_id, version, event_id, event_type, event_data)
                values ('order-1', 1, gen_random_uuid(), 'placed', '{}')""");
    }

    @Nested
    class TheApplicationRole {
        @Test
        void appendsReadsAndKeepsSnapshots() throws SQLException {
            application.run(
                    IN_SCHEMA,
                    "insert into streams as s (stream_id, version) values ('order-2', 1) "
                            + "on conflict (stream_id) do update set version = s.version + 1 where s.archived_at is null",
                    "select from streams where stream_id = 'order-2' for no key update",
                    "insert into events (stream_id, version, event_id, event_type, schema_version, event_data, metadata) "
                            + "values ('order-2', 1, gen_random_uuid(), 'placed', 1, '{}', '{}') returning version, position",
                    "insert into snapshots (stream_id, snapshot_type, version, state) values ('order-2', 'total', 1, '{}') "
                            + "on conflict (stream_id, snapshot_type) do update set version = 1",
                    "delete from snapshots",
                    "update store set published_horizon = published_horizon + 1",
                    "insert into subscriptions (name, partition, partitions, position, event_id, epoch) values ('mail', 0, 1, 0, null, 1)",
                    "update subscriptions set position = 1, event_id = gen_random_uuid(), epoch = 1, token = 1, owner = 'me', "
                            + "leased_until = now(), stopped_at = null, updated_at = now(), last_error = null",
                    "select from subscriptions for no key update skip locked",
                    "insert into subscription_members (subscription, member, alive_until) values ('mail', 'me', now()) "
                            + "on conflict (subscription, member) do update set alive_until = excluded.alive_until",
                    "delete from subscription_members",
                    "insert into parked_events (subscription, stream_id, position, event_id, attempts, error, status) "
                            + "values ('mail', 'order-1', 1, gen_random_uuid(), 1, 'Boom', 'parked')",
                    "update parked_events set attempts = 2, error = null, status = 'discarded', reason = 'test', updated_at = now()",
                    "insert into projections (name, live_version) values ('totals', 1)",
                    "update projections set live_version = 2, next_version = null, previous_version = 1, updated_at = now()",
                    "select * from store, events, streams, snapshots, subscriptions, subscription_members, parked_events, projections");
            assertThat(migrations(application).validate()).isEmpty();
            assertThat(migrations(application).info().applied()).hasSize(2);
            assertThat(migrations(application).migrate().applied()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "update events set event_data = '[]'",
                    "delete from events",
                    "truncate events",
                    "insert into events (position, stream_id, version, event_id, event_type, event_data) overriding system value "
                            + "values (9, 'order-1', 2, gen_random_uuid(), 'placed', '{}')",
                    "insert into events (created_at, stream_id, version, event_id, event_type, event_data) "
                            + "values (now(), 'order-1', 2, gen_random_uuid(), 'placed', '{}')",
                    "select nextval('events_position_seq')",
                    "select setval('events_position_seq', 1)",
                    "update streams set archived_at = now()",
                    "update streams set stream_id = 'order-9'",
                    "insert into streams (stream_id, version, archived_at) values ('order-9', 1, now())",
                    "delete from streams",
                    "truncate streams",
                    "update store set epoch = 2",
                    "update store set schema_version = 2",
                    "delete from store",
                    "update subscriptions set name = 'other'",
                    "delete from subscriptions",
                    "update subscription_members set member = 'other'",
                    "update parked_events set stream_id = 'other'",
                    "delete from parked_events",
                    "update projections set name = 'other'",
                    "delete from projections",
                    "update event_store_schema_history set checksum = 0",
                    "alter table events disable trigger all",
                    "create table mine (id int)",
                    "drop table events"
                })
        void isRefusedAnythingElse(String statement) {
            assertRefused(application, statement);
        }
    }

    @Nested
    class TheReaderRole {
        @Test
        void readsAndValidates() throws SQLException {
            reader.run(
                    IN_SCHEMA,
                    "select * from store, events, streams, snapshots, subscriptions, subscription_members, parked_events,"
                            + " projections");

            assertThat(migrations(reader).validate()).isEmpty();
            assertThat(migrations(reader).info().applied()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "insert into streams (stream_id, version) values ('order-9', 1)",
                    "update streams set version = 9",
                    "insert into events (stream_id, version, event_id, event_type, event_data) "
                            + "values ('order-1', 2, gen_random_uuid(), 'placed', '{}')",
                    "delete from snapshots",
                    "update store set published_horizon = 9",
                    "update subscriptions set position = 9",
                    "delete from subscription_members",
                    "update parked_events set status = 'replaying'",
                    "update projections set live_version = 2",
                    "create table mine (id int)"
                })
        void isRefusedEveryWrite(String statement) {
            assertRefused(reader, statement);
        }
    }

    @Nested
    class TheOperatorRole {
        @Test
        void seesEverythingArchivesStreamsAndRemovesWhatNobodyUses() throws SQLException {
            owner.run(IN_SCHEMA, "insert into streams (stream_id, version) values ('order-old', 1)");

            operator.run(
                    IN_SCHEMA,
                    "select * from store, events, streams, snapshots, subscriptions, subscription_members, parked_events,"
                            + " projections, event_store_operator_history",
                    "select last_value from events_position_seq",
                    "update streams set archived_at = now() where stream_id = 'order-old'",
                    "delete from subscriptions where name = 'gone'",
                    "delete from subscription_members where subscription = 'gone'",
                    "delete from parked_events where subscription = 'gone'",
                    "delete from projections where name = 'gone'");

            assertThat(migrations(operator).validate()).isEmpty();
            assertThat(migrations(operator).info().applied()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "insert into streams (stream_id, version) values ('order-9', 1)",
                    "update streams set version = 9",
                    "delete from streams",
                    "insert into events (stream_id, version, event_id, event_type, event_data) "
                            + "values ('order-1', 2, gen_random_uuid(), 'placed', '{}')",
                    "update events set event_data = '[]'",
                    "delete from events",
                    "truncate events",
                    "select nextval('events_position_seq')",
                    "select setval('events_position_seq', 1)",
                    "update store set epoch = 2",
                    "update subscriptions set position = 9",
                    "update parked_events set status = 'replaying'",
                    "update projections set live_version = 2",
                    "delete from event_store_operator_history",
                    "alter table events disable trigger all",
                    "create table mine (id int)",
                    "drop table events"
                })
        void isRefusedAnythingElse(String statement) {
            assertRefused(operator, statement);
        }

        @Test
        void mayWatchTheServerWhereAnAdministratorGrantsIt() throws SQLException {
            Database admin = TestServer.database();
            admin.migrations().migrate();
            String role = TestServer.unique("watching");

            admin.migrations().grant(APPLICATION, READER, role);

            assertThat(admin.ask("select pg_has_role('" + role + "', 'pg_monitor', 'member')"))
                    .containsExactly("t");
        }

        @Test
        void isNobodyUnlessItIsNamed() throws SQLException {
            migrations(owner).grant(APPLICATION, READER);

            assertThat(owner.ask("select count(*) from pg_roles where rolname = ''"))
                    .containsExactly("0");
            operator.run(IN_SCHEMA, "select from event_store_operator_history");
        }

        @Test
        void isTheOnlyOneThatSeesTheOperatorsHistory() {
            assertRefused(application, "select from event_store_operator_history");
            assertRefused(reader, "select from event_store_operator_history");
        }
    }

    @Nested
    class TheOwner {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "update events set event_data = '[]'",
                    "delete from events",
                    "truncate events",
                    "delete from streams",
                    "truncate streams"
                })
        void isRefusedToRewriteHistory(String statement) throws SQLException {
            String[] words = statement.split(" ", -1);
            String table = words[0].equals("delete") ? words[2] : words[1];

            assertThatThrownBy(() -> owner.run(IN_SCHEMA, statement))
                    .hasMessageContaining(words[0] + " on " + table + ": history is only ever appended to")
                    .extracting(RolesTest::sqlState)
                    .isEqualTo("23001");
            assertThat(owner.ask("select event_data from " + quoted(SCHEMA) + ".events where stream_id = 'order-1'"))
                    .containsExactly("{}");
        }
    }

    @Nested
    class TheScript {
        private final String script = Resources.text("/event-store/roles.sql");

        @Test
        void changesNothingTheSecondTime() throws SQLException {
            String rights =
                    "select relname || coalesce(relacl::text, '') from pg_class where relnamespace = (select oid from "
                            + "pg_namespace where nspname = 'Tenant \"A\"; drop') order by 1";
            var before = owner.ask(rights);

            migrations(owner).grant(APPLICATION, READER);

            assertThat(owner.ask(rights)).isEqualTo(before);
        }

        @Test
        void createsRolesThatCannotLogIn() throws SQLException {
            assertThat(owner.ask("select rolcanlogin from pg_roles where rolname in ('" + APPLICATION.replace("'", "''")
                            + "', '" + READER.replace("'", "''") + "')"))
                    .containsExactly("f", "f");
        }

        @Test
        void runsByHandOnASchemaMadeByThePlainFile() throws SQLException {
            Database admin = TestServer.database();
            admin.run(
                    "create schema by_hand", "set search_path = by_hand; " + Resources.text("/event-store/schema.sql"));

            admin.run(
                    "set search_path = by_hand",
                    "set event_store.application_role = " + quoted(APPLICATION),
                    "set event_store.reader_role = " + quoted(READER),
                    script);

            assertThat(admin.as(reader.user(), reader.password())
                            .migrations()
                            .schema("by_hand")
                            .validate())
                    .isEmpty();
        }

        @Test
        void namesWhatItLacks() {
            assertThatThrownBy(() -> owner.run(IN_SCHEMA, script))
                    .hasMessageContaining(
                            "event_store.application_role and event_store.reader_role: expected the names of two roles");
            assertThatThrownBy(() -> owner.migrations().schema("nowhere").grant(APPLICATION, READER))
                    .isInstanceOf(SchemaException.StatementFailed.class)
                    .hasMessageContaining("expected the tables of the event store, found none");
            assertThatThrownBy(() -> migrations(application).grant(TestServer.unique("new"), READER))
                    .isInstanceOf(SchemaException.NotAllowed.class)
                    .hasMessageContaining("create role");
        }
    }

    private static SchemaMigrations migrations(Database database) {
        return database.migrations().schema(SCHEMA);
    }

    private static void assertRefused(Database user, String statement) {
        assertThatThrownBy(() -> user.run(IN_SCHEMA, statement))
                .extracting(RolesTest::sqlState)
                .isEqualTo("42501");
    }

    private static String sqlState(Throwable e) {
        return e instanceof SQLException sql ? sql.getSQLState() : e.toString();
    }

    private static Database login(Database admin, String name, String membership) throws SQLException {
        admin.run("create role " + quoted(name) + " login password 'open-sesame' " + membership);
        return admin.as(name, "open-sesame");
    }
}
