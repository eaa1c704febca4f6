-- The rights of the roles that use an event store: one that appends and reads, one that only reads, and, where it is named,
-- one that looks after the store without owning it.
--
-- Roles belong to the whole server, so no migration touches them. Run this as the owner of the tables, after the migrations
-- and again after each upgrade; running it again changes nothing. The schema is the first one of the search path:
--
--   psql -v ON_ERROR_STOP=1 -c "set search_path = event_store" \
--        -c "set event_store.application_role = 'orders_app'" \
--        -c "set event_store.reader_role = 'orders_reader'" \
--        -c "set event_store.operator_role = 'orders_operator'" \
--        -f roles.sql
--
-- A role that is absent is created without the right to log in: grant it to the users who do.

do $$
declare
  application text := current_setting('event_store.application_role', true);
  reader      text := current_setting('event_store.reader_role', true);
  operator    text := nullif(current_setting('event_store.operator_role', true), '');
  store       text := current_schema();
  readers     text;
  wanted      text;
begin
  if coalesce(application, '') = '' or coalesce(reader, '') = '' then
    raise exception 'event_store.application_role and event_store.reader_role: expected the names of two roles, found "%" and "%"',
        application, reader
      using errcode = 'invalid_parameter_value';
  end if;
  if store is null or to_regclass(format('%I.events', store)) is null then
    raise exception 'schema %: expected the tables of the event store, found none', coalesce(store, current_setting('search_path'))
      using errcode = 'undefined_table',
            hint = 'Migrate first, and make the schema the first one of the search path.';
  end if;

  foreach wanted in array array_remove(array[application, reader, operator], null) loop
    if octet_length(wanted) > 63 then
      raise exception 'role %: expected a name of 63 bytes at most, found %', wanted, octet_length(wanted)
        using errcode = 'name_too_long';
    end if;
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- Somebody else has created it at this very moment.
    end;
  end loop;

  -- Two of these at once would change the same catalog rows: one after the other.
  perform pg_advisory_xact_lock(hashtextextended('event store roles of ' || store, 0));

  readers := concat_ws(', ', quote_ident(application), quote_ident(reader), quote_ident(operator));
  execute format('grant usage on schema %I to %s', store, readers);
  execute format(
    'grant select on %1$I.streams, %1$I.events, %1$I.snapshots, %1$I.store, %1$I.subscriptions, %1$I.subscription_members, '
    '%1$I.parked_events, %1$I.projections to %2$s', store, readers);
  if to_regclass(format('%I.event_store_schema_history', store)) is not null then
    execute format('grant select on %I.event_store_schema_history to %s', store, readers);
  end if;

  -- What an append writes. Position and time are the server's to give; archiving a stream is the operator's.
  execute format('grant insert (stream_id, version), update (version) on %I.streams to %I', store, application);
  execute format(
    'grant insert (stream_id, version, event_id, event_type, schema_version, event_data, metadata) on %I.events to %I',
    store, application);
  execute format('grant insert, update, delete on %I.snapshots to %I', store, application);
  execute format('grant update (published_horizon) on %I.store to %I', store, application);

  -- What a subscription writes. Names and numbers of its partitions stay as they are; removing it is the operator's.
  execute format(
    'grant insert (name, partition, partitions, position, event_id, epoch), '
    'update (position, event_id, epoch, token, owner, leased_until, stopped_at, updated_at, last_error) '
    'on %I.subscriptions to %I', store, application);
  execute format(
    'grant insert (subscription, member, alive_until), update (alive_until), delete on %I.subscription_members to %I',
    store, application);
  execute format(
    'grant insert (subscription, stream_id, position, event_id, attempts, error, status), '
    'update (attempts, error, status, reason, updated_at) on %I.parked_events to %I', store, application);

  -- Which version of a projection is live. The tables of projections are the application's own, and so are rights on them.
  execute format(
    'grant insert (name, live_version), update (live_version, next_version, previous_version, updated_at) '
    'on %I.projections to %I', store, application);

  -- Who looks after the store sees what commands look at, archives streams, and removes what nobody uses any more. It appends
  -- nothing, and owns nothing: migrations, restores and maintenance are the owner's.
  if operator is not null then
    execute format('grant select on sequence %I.events_position_seq to %I', store, operator);
    if to_regclass(format('%I.event_store_operator_history', store)) is not null then
      execute format('grant select on %I.event_store_operator_history to %I', store, operator);
    end if;
    execute format('grant update (archived_at) on %I.streams to %I', store, operator);
    execute format(
      'grant delete on %1$I.subscriptions, %1$I.subscription_members, %1$I.parked_events, %1$I.projections to %2$I',
      store, operator);
    -- Sessions, settings and statistics of the whole server are an administrator's to show.
    if not pg_has_role(operator, 'pg_monitor', 'member') then
      begin
        execute format('grant pg_monitor to %I', operator);
      exception when insufficient_privilege then
        raise notice 'role %: expected the right to grant it pg_monitor, found none; have an administrator do so', operator;
      end;
    end if;
  end if;
end
$$;
