-- The event store as one plain file, for Liquibase and for hands: the migrations, one after the other, unchanged.
--
-- It creates everything in the first schema of the search path, and no schema, no roles and no history of migrations:
--
--   psql --single-transaction -v ON_ERROR_STOP=1 -c "create schema event_store" \
--        -c "set search_path = event_store" -f schema.sql
--
-- In Liquibase: <sqlFile path="event-store/schema.sql" splitStatements="false"/>
-- A later version is reached by the migrations that followed, in the folder beside this file, in the order of their numbers.

-- The event store: streams, their events, snapshots of their state, and the store's own row.
--
-- No schema is named here: everything is created in the first schema of the search path.
-- Widths fall from left to right, so that no row of events carries padding.

create table streams (
  version     bigint      not null,
  created_at  timestamptz not null default clock_timestamp(),
  archived_at timestamptz,
  stream_id   text        not null collate "C",
  metadata    jsonb       not null default '{}',

  constraint streams_pk primary key (stream_id),
  constraint streams_version_is_positive check (version > 0)
) with (
  -- Room on the page for the next version of a head: every append to a stream stays a heap-only update.
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05
);

comment on table streams is 'The streams, one row each: the head that an append checks and moves.';
comment on column streams.version is 'The version of the last event of the stream, 1 or more.';
comment on column streams.created_at is 'When the first event of the stream was appended, by the clock of the server.';
comment on column streams.archived_at is 'When the stream was closed for appends; null while it is open.';
comment on column streams.stream_id is 'The name of the stream, unique in the store.';
comment on column streams.metadata is 'What the application notes about the stream as a whole.';


create table events (
  position       bigint      not null generated always as identity (cache 1),
  version        bigint      not null,
  created_at     timestamptz not null default clock_timestamp(),
  event_id       uuid        not null,
  schema_version int         not null default 1,
  stream_id      text        not null collate "C",
  event_type     text        not null collate "C",
  event_data     jsonb       not null,
  metadata       jsonb       not null default '{}',

  constraint events_pk primary key (stream_id, version),
  constraint events_position_is_unique unique (position),
  constraint events_event_id_is_unique unique (event_id),
  constraint events_version_is_positive check (version > 0),
  constraint events_schema_version_is_positive check (schema_version > 0)
) with (
  -- Rows are never changed: pages are filled, and frozen by the vacuum that their insertion starts.
  fillfactor = 100,
  autovacuum_freeze_min_age = 0,
  autovacuum_vacuum_insert_threshold = 10000,
  autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02
);

create index events_by_type on events (event_type, position);
create index events_by_time on events using brin (created_at);

comment on table events is 'What happened, in order: rows are appended and never changed.';
comment on column events.position is 'The place of the event in the order of the whole store; rising, with gaps.';
comment on column events.version is 'The place of the event in its stream: 1, 2, 3 and so on without gaps.';
comment on column events.created_at is 'When the event was appended, by the clock of the server.';
comment on column events.event_id is 'The identity of the event, given by whoever appended it: appending it again changes nothing.';
comment on column events.schema_version is 'The version of the shape of event_data, 1 or more.';
comment on column events.stream_id is 'The stream that the event belongs to.';
comment on column events.event_type is 'The name of the type of the event, chosen by the application.';
comment on column events.event_data is 'What the event says.';
comment on column events.metadata is 'What is known about the event: correlation_id, causation_id, user_id and the like.';


create table snapshots (
  version        bigint      not null,
  created_at     timestamptz not null default clock_timestamp(),
  schema_version int         not null default 1,
  stream_id      text        not null collate "C",
  snapshot_type  text        not null collate "C",
  state          jsonb       not null,

  constraint snapshots_pk primary key (stream_id, snapshot_type),
  constraint snapshots_version_is_positive check (version > 0),
  constraint snapshots_schema_version_is_positive check (schema_version > 0)
);

comment on table snapshots is 'The newest saved state of a stream for each type of snapshot: a shortcut that may be dropped at any time.';
comment on column snapshots.version is 'The version of the last event that the state includes.';
comment on column snapshots.created_at is 'When the snapshot was saved, by the clock of the server.';
comment on column snapshots.schema_version is 'The version of the shape of state, 1 or more.';
comment on column snapshots.stream_id is 'The stream whose state it is.';
comment on column snapshots.snapshot_type is 'The name of the type of the state, chosen by the application.';
comment on column snapshots.state is 'The state after the event of that version.';


create table store (
  epoch             bigint  not null default 1,
  published_horizon bigint  not null default 0,
  schema_version    int     not null,
  compatible_from   int     not null,
  store_id          uuid    not null default gen_random_uuid(),
  only_row          boolean not null default true,

  constraint store_pk primary key (only_row),
  constraint store_has_one_row check (only_row),
  constraint store_epoch_is_positive check (epoch > 0),
  constraint store_published_horizon_is_not_negative check (published_horizon >= 0),
  constraint store_compatible_from_is_reached check (compatible_from between 1 and schema_version)
);

comment on table store is 'The store itself: one row.';
comment on column store.epoch is 'Raised by every restore: a checkpoint of an earlier epoch is not to be trusted.';
comment on column store.published_horizon is 'The position up to which a reader on a replica sees every event.';
comment on column store.schema_version is 'The number of the last migration.';
comment on column store.compatible_from is 'The oldest schema version whose programs still work on this schema.';
comment on column store.store_id is 'The identity of the store, drawn when it was created and kept by a restore.';
comment on column store.only_row is 'Always true: the key that allows no second row.';

insert into store (schema_version, compatible_from) values (1, 1);


create function refuse_change_of_history() returns trigger language plpgsql as $$
begin
  raise exception '% on %: history is only ever appended to', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation',
          hint = 'Append an event that says what changed, or archive the stream.';
end
$$;

comment on function refuse_change_of_history() is 'Refuses, for the owner too, what would rewrite or remove what happened.';

create trigger events_are_never_changed before update or delete or truncate on events
  for each statement execute function refuse_change_of_history();

create trigger streams_are_never_removed before delete or truncate on streams
  for each statement execute function refuse_change_of_history();
-- Subscriptions: how far each has come and who works for it, who is alive, and the events that are put aside; and which
-- version of a projection is live.

create table subscriptions (
  position     bigint      not null,
  epoch        bigint      not null,
  token        bigint      not null default 0,
  leased_until timestamptz,
  stopped_at   timestamptz,
  updated_at   timestamptz not null default clock_timestamp(),
  partition    int         not null,
  partitions   int         not null,
  event_id     uuid,
  name         text        not null collate "C",
  owner        text        collate "C",
  last_error   text,

  constraint subscriptions_pk primary key (name, partition),
  constraint subscriptions_partition_is_one_of_them check (partition between 0 and partitions - 1),
  constraint subscriptions_position_is_not_negative check (position >= 0),
  constraint subscriptions_epoch_is_positive check (epoch > 0),
  constraint subscriptions_token_is_not_negative check (token >= 0),
  constraint subscriptions_lease_has_an_owner check ((owner is null) = (leased_until is null))
) with (
  -- A few rows that change all the time and no index but the key: every update stays heap-only, its page is cleaned early.
  fillfactor = 20,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 500,
  autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 5000
);

comment on table subscriptions is 'The subscriptions, one row each partition: its checkpoint, and who holds its lease.';
comment on column subscriptions.position is 'The checkpoint: every event up to this position was delivered, put aside or skipped.';
comment on column subscriptions.epoch is 'The epoch of the store in which the checkpoint was written.';
comment on column subscriptions.token is 'The fencing token: raised whenever the lease changes hands, and checked by every write of a holder.';
comment on column subscriptions.leased_until is 'When the lease ends unless it is renewed, by the clock of the server; null while nobody holds it.';
comment on column subscriptions.stopped_at is 'When the partition was stopped by an error; null while it may be claimed.';
comment on column subscriptions.updated_at is 'When the checkpoint was written, by the clock of the server.';
comment on column subscriptions.partition is 'The number of the partition, from 0 on.';
comment on column subscriptions.partitions is 'How many partitions the subscription has.';
comment on column subscriptions.event_id is 'The witness: the identity of the event at the position; null where the position was named by hand.';
comment on column subscriptions.name is 'The name of the subscription, chosen by the application.';
comment on column subscriptions.owner is 'The member that holds the lease; null while nobody does.';
comment on column subscriptions.last_error is 'The last error of the partition, without what events say; null after it went on.';


create table subscription_members (
  alive_until  timestamptz not null,
  subscription text        not null collate "C",
  member       text        not null collate "C",

  constraint subscription_members_pk primary key (subscription, member)
) with (
  fillfactor = 20,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 500,
  autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 5000
);

comment on table subscription_members is 'Who works for a subscription at present: its partitions are shared among the living.';
comment on column subscription_members.alive_until is 'Until when the member counts as alive unless it says so again, by the clock of the server.';
comment on column subscription_members.subscription is 'The name of the subscription.';
comment on column subscription_members.member is 'The name of the member, unique among all programs that run.';


create table parked_events (
  position     bigint      not null,
  parked_at    timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  attempts     int         not null,
  event_id     uuid        not null,
  subscription text        not null collate "C",
  stream_id    text        not null collate "C",
  status       text        not null default 'parked' collate "C",
  error        text,
  reason       text,

  constraint parked_events_pk primary key (subscription, position),
  constraint parked_events_attempts_are_not_negative check (attempts >= 0),
  constraint parked_events_status_is_known check (status in ('parked', 'replaying', 'replayed', 'discarded')),
  constraint parked_events_discarded_for_a_reason check ((status = 'discarded') = (reason is not null))
) with (
  fillfactor = 90
);

-- What waits, without what is settled: which streams are put aside is asked between batches.
create index parked_events_waiting on parked_events (subscription, stream_id) where status in ('parked', 'replaying');

comment on table parked_events is 'Events that a subscription has put aside: one that failed, and behind it the later ones of its stream.';
comment on column parked_events.position is 'The position of the event.';
comment on column parked_events.parked_at is 'When it was put aside first, by the clock of the server.';
comment on column parked_events.updated_at is 'When its status changed last, by the clock of the server.';
comment on column parked_events.attempts is 'How often it was delivered in vain; 0 for one that waits behind another.';
comment on column parked_events.event_id is 'The identity of the event.';
comment on column parked_events.subscription is 'The name of the subscription.';
comment on column parked_events.stream_id is 'The stream of the event.';
comment on column parked_events.status is 'parked; replaying, when it is to be delivered again; replayed; or discarded.';
comment on column parked_events.error is 'The error of the last attempt, without what the event says; null for one that waits behind another.';
comment on column parked_events.reason is 'Why it was discarded.';


create table projections (
  updated_at       timestamptz not null default clock_timestamp(),
  live_version     int         not null,
  next_version     int,
  previous_version int,
  name             text        not null collate "C",

  constraint projections_pk primary key (name),
  constraint projections_versions_are_positive check (live_version > 0 and next_version > 0 and previous_version > 0),
  constraint projections_versions_are_distinct
    check (next_version <> live_version and previous_version <> live_version and previous_version <> next_version)
) with (
  fillfactor = 90
);

comment on table projections is 'The projections, one row each: which version of them its tables show.';
comment on column projections.updated_at is 'When a version changed last, by the clock of the server.';
comment on column projections.live_version is 'The version that the tables show; the subscription name@version keeps them.';
comment on column projections.next_version is 'The version that is being built beside them; null while none is.';
comment on column projections.previous_version is 'The version that they showed before and can be led back to; null when it was dropped.';
comment on column projections.name is 'The name of the projection, chosen by the application.';

update store set schema_version = 2;
