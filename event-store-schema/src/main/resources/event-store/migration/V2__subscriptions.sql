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
