-- Alone in its migration: an index that is built concurrently stops no append, and cannot be built in a transaction.
create index concurrently events_by_device on event_store.events ((user_context ->> 'device'), position)
  where user_context is not null;
