-- Whatever comes after this statement waits behind it, readers too: rather none of it than a long wait.
set local lock_timeout = '2s';

-- No default and no expression: nothing is rewritten, however large the table is. Older events keep null.
alter table event_store.events add column user_context jsonb;
comment on column event_store.events.user_context is 'On which device, in which session; from the metadata of the event.';

-- Events are never updated, so the column is filled when they are inserted.
create function event_store.events_take_user_context() returns trigger language plpgsql as $$
begin
  new.user_context := (new.metadata ->> 'user_context')::jsonb;
  return new;
end
$$;

create trigger events_take_user_context before insert on event_store.events
  for each row when (new.metadata ->> 'user_context' is not null)
  execute function event_store.events_take_user_context();
